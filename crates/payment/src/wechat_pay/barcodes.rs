//! Codepay: charging the customer's barcode, and reversing it.
//!
//! Source: the pages of `https://pay.weixin.qq.com/doc/v3/merchant/4012382150` and those beside it.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::Method;
use order::{OutTradeNo, Timestamp};
use serde::{Deserialize, Serialize};

use super::WeChatPay;
use super::errors::spelled;
use super::orders::{LONGEST_DESCRIPTION, Price, cut, json, unintelligible};
use crate::{
    AuthCodeIssuer, Call, ChargeRequest, Error, Refusal, ReverseOutcome, Transaction,
    TransactionState, UnknownCause,
};

/// Shortest time from charging to reversing, in milliseconds. WeChat Pay's own number: earlier, a
/// reversal may overtake the charge that it is to undo.
const REVERSE_AFTER_MS: i64 = 15_000;
/// Most charges whose time is remembered. Only those of the last 15 seconds matter, and no
/// merchant makes this many in that time.
const MOST_REMEMBERED: usize = 10_000;

/// When charges were sent, for as long as that decides whether they may be reversed.
#[derive(Debug, Default)]
pub(super) struct RecentCharges(Mutex<VecDeque<(OutTradeNo, Timestamp)>>);

impl RecentCharges {
    fn remember(&self, number: &OutTradeNo, now: Timestamp) {
        let mut charges = self.lock();
        charges.retain(|(_, sent)| now.ms_since(*sent) < REVERSE_AFTER_MS);
        if charges.len() >= MOST_REMEMBERED {
            charges.pop_front();
        }
        charges.push_back((number.clone(), now));
    }

    fn is_too_fresh(&self, number: &OutTradeNo, now: Timestamp) -> bool {
        self.lock()
            .iter()
            .any(|(known, sent)| known == number && now.ms_since(*sent) < REVERSE_AFTER_MS)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(OutTradeNo, Timestamp)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Serialize)]
struct Charging<'a> {
    appid: &'a str,
    mchid: &'a str,
    description: &'a str,
    out_trade_no: &'a str,
    payer: Payer<'a>,
    amount: Price,
    scene_info: Scene<'a>,
}

#[derive(Serialize)]
struct Payer<'a> {
    auth_code: &'a str,
}

#[derive(Serialize)]
struct Scene<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_ip: Option<IpAddr>,
    store_info: Store<'a>,
}

/// WeChat Pay wants a store named, by its own id or by ours.
#[derive(Serialize)]
struct Store<'a> {
    out_id: &'a str,
}

#[derive(Serialize)]
struct Reversing<'a> {
    appid: &'a str,
    mchid: &'a str,
}

#[derive(Deserialize)]
struct Reversed {
    out_trade_no: String,
}

impl WeChatPay {
    pub(super) async fn charge_barcode(
        &self,
        request: &ChargeRequest,
    ) -> Result<Transaction, Error> {
        let call = Call::Charge;
        if request.auth_code.provider() != AuthCodeIssuer::WechatPay {
            return Err(Error::Refused {
                call,
                reason: Refusal::AuthCodeInvalid,
                code: String::new(),
            });
        }
        let device_id = request
            .terminal
            .as_ref()
            .map(|terminal| cut(&terminal.device_id, 32));
        let body = json(&Charging {
            appid: &self.appid,
            mchid: &self.mchid,
            description: cut(&request.description, LONGEST_DESCRIPTION),
            out_trade_no: request.out_trade_no.as_str(),
            payer: Payer {
                auth_code: request.auth_code.as_str(),
            },
            amount: Price::of(request.amount),
            scene_info: Scene {
                device_id,
                device_ip: request.terminal.as_ref().map(|terminal| terminal.client_ip),
                store_info: Store {
                    // A kiosk is a store to WeChat Pay; without one the merchant itself is.
                    out_id: device_id.unwrap_or(&self.mchid),
                },
            },
        });
        let path = "/v3/pay/transactions/codepay";
        self.recent_charges
            .remember(&request.out_trade_no, self.surroundings.now());
        match self.call(call, Method::POST, path, body).await {
            Ok(answer) => self.read_transaction(call, &answer.body, &request.out_trade_no),
            // 202: the customer is asked for the password.
            Err(Error::TryLater { code, .. }) if spelled(&code) == "USERPAYING" => {
                Ok(Transaction {
                    out_trade_no: request.out_trade_no.clone(),
                    state: TransactionState::InProgress,
                })
            }
            Err(error) => Err(error),
        }
    }

    pub(super) async fn reverse_order(&self, number: &OutTradeNo) -> Result<ReverseOutcome, Error> {
        let call = Call::Reverse;
        if self
            .recent_charges
            .is_too_fresh(number, self.surroundings.now())
        {
            return Ok(ReverseOutcome::TryLater);
        }
        let path = format!("/v3/pay/transactions/out-trade-no/{number}/reverse");
        let body = json(&Reversing {
            appid: &self.appid,
            mchid: &self.mchid,
        });
        match self.call(call, Method::POST, &path, body).await {
            Ok(answer) => {
                let reversed: Reversed = serde_json::from_slice(&answer.body)
                    .map_err(|_| unintelligible(call, "not the answer to a reversal"))?;
                if reversed.out_trade_no != number.as_str() {
                    return Err(unintelligible(call, "the answer is about another order"));
                }
                Ok(ReverseOutcome::Reversed)
            }
            // Undone before, it seems. A refusal is not signed, so the order itself is asked.
            Err(
                error @ Error::Refused {
                    reason: Refusal::OrderClosed,
                    ..
                },
            ) => match self.query_order(number).await?.state {
                TransactionState::Reversed | TransactionState::Closed => {
                    Ok(ReverseOutcome::Reversed)
                }
                TransactionState::Success(_)
                | TransactionState::Refunded(_)
                | TransactionState::NotPaid
                | TransactionState::InProgress
                | TransactionState::Failed => Err(error),
            },
            // Busy, or a fault of theirs: reversing again does no harm.
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
