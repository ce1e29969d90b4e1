//! Charging the customer's barcode, and undoing a charge nobody can be sure of.

use serde::{Deserialize, Serialize};

use order::OutTradeNo;

use super::answer::{Progress, unintelligible};
use super::orders::{Naming, Refunded, Trade, is_about};
use super::{Alipay, wording, yuan};
use crate::{
    AuthCodeIssuer, Call, ChargeRequest, Error, Refusal, ReverseOutcome, Transaction,
    TransactionState, UnknownCause,
};

/// How long a charge may stay unconfirmed, after which Alipay closes it by itself.
const CONFIRM_WITHIN: &str = "3m";

#[derive(Serialize)]
struct Charging<'a> {
    out_trade_no: &'a str,
    scene: &'static str,
    auth_code: &'a str,
    subject: String,
    total_amount: String,
    product_code: &'static str,
    timeout_express: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    terminal_id: Option<String>,
}

#[derive(Deserialize)]
struct Charged {
    out_trade_no: String,
    trade_no: String,
    total_amount: String,
    gmt_payment: String,
}

#[derive(Deserialize)]
struct Cancelled {
    out_trade_no: Option<String>,
    retry_flag: String,
}

impl Alipay {
    pub(super) async fn charge_barcode(
        &self,
        request: &ChargeRequest,
    ) -> Result<Transaction, Error> {
        let call = Call::Charge;
        if request.auth_code.provider() != AuthCodeIssuer::Alipay {
            return Err(Error::Refused {
                call,
                reason: Refusal::AuthCodeInvalid,
                code: String::new(),
            });
        }
        let charging = Charging {
            out_trade_no: request.out_trade_no.as_str(),
            scene: "bar_code",
            auth_code: request.auth_code.as_str(),
            subject: wording::subject(&request.description),
            total_amount: yuan::yuan(request.amount),
            product_code: "FACE_TO_FACE_PAYMENT",
            timeout_express: CONFIRM_WITHIN,
            terminal_id: request
                .terminal
                .as_ref()
                .map(|terminal| wording::terminal(&terminal.device_id)),
        };
        let answer = self.call(call, "alipay.trade.pay", &charging).await?;
        let state = match answer.progress {
            Progress::CustomerConfirms => TransactionState::InProgress,
            Progress::Done => {
                let charged: Charged = answer.read("not a charge")?;
                is_about(call, &charged.out_trade_no, &request.out_trade_no)?;
                let trade = Trade {
                    status: "TRADE_SUCCESS",
                    trade_no: &charged.trade_no,
                    total_amount: &charged.total_amount,
                    paid_at: Some(&charged.gmt_payment),
                    refunded: Refunded::NotSaid,
                };
                trade.understand().map_err(|refused| Error::Unknown {
                    call,
                    cause: UnknownCause::Unverified(refused),
                })?
            }
        };
        Ok(Transaction {
            out_trade_no: request.out_trade_no.clone(),
            state,
        })
    }

    /// Cancels, once. Alipay answers success for numbers it never heard of too, so this is for
    /// charges only: a QR code that nobody scanned lives on.
    pub(super) async fn cancel_trade(&self, number: &OutTradeNo) -> Result<ReverseOutcome, Error> {
        let call = Call::Reverse;
        let naming = Naming {
            out_trade_no: number.as_str(),
        };
        match self.call(call, "alipay.trade.cancel", &naming).await {
            Ok(answer) => {
                let cancelled: Cancelled = answer.read("not the answer to a cancellation")?;
                if let Some(named) = cancelled.out_trade_no {
                    is_about(call, &named, number)?;
                }
                match cancelled.retry_flag.as_str() {
                    "N" => Ok(ReverseOutcome::Reversed),
                    "Y" => Ok(ReverseOutcome::TryLater),
                    _ => Err(unintelligible(call, "retry_flag is neither Y nor N")),
                }
            }
            // Undone before, it seems; the trade itself is asked.
            Err(
                error @ Error::Refused {
                    reason: Refusal::OrderClosed,
                    ..
                },
            ) => match self.query_trade(number).await?.state {
                TransactionState::Refunded(_)
                | TransactionState::Reversed
                | TransactionState::Closed => Ok(ReverseOutcome::Reversed),
                TransactionState::Success(_)
                | TransactionState::NotPaid
                | TransactionState::InProgress
                | TransactionState::Failed => Err(error),
            },
            // Busy, or a fault of theirs: cancelling again does no harm.
            Err(
                Error::TryLater { .. }
                | Error::Unknown {
                    cause: UnknownCause::ProviderFault { .. },
                    ..
                },
            ) => Ok(ReverseOutcome::TryLater),
            Err(error) => Err(error),
        }
    }
}
