//! QR codes that the customer scans: precreate, query, close.
//!
//! Alipay makes the trade only when somebody scans the code. Until then a query, and closing too,
//! is answered with `ACQ.TRADE_NOT_EXIST`.

use order::{OutTradeNo, Timestamp};
use serde::{Deserialize, Serialize};

use super::answer::unintelligible;
use super::{Alipay, beijing, wording, yuan};
use crate::{
    Call, Capture, CloseOutcome, CodeUrl, Error, PaymentRequest, Refusal, Refused, Transaction,
    TransactionState, UnknownCause,
};

/// Longest life of a QR code, in minutes.
const LONGEST_CODE_LIFE: i64 = 120;

#[derive(Serialize)]
struct Precreating<'a> {
    out_trade_no: &'a str,
    total_amount: String,
    subject: String,
    product_code: &'static str,
    /// The last moment to pay. Absolute, so that repeating the call changes nothing.
    time_expire: String,
    /// Bounds the life of a code that nobody scanned, which closing cannot.
    qr_code_timeout_express: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    terminal_id: Option<String>,
}

#[derive(Deserialize)]
struct Precreated {
    out_trade_no: String,
    qr_code: String,
}

/// A trade is named by our number alone: Alipay's comes only with the first scan.
#[derive(Serialize)]
pub(super) struct Naming<'a> {
    pub(super) out_trade_no: &'a str,
}

/// What a query answers. The buyer's id and account are in it too; they are left out here, so
/// that they cannot end up anywhere.
#[derive(Deserialize)]
struct Queried {
    out_trade_no: String,
    trade_no: String,
    trade_status: String,
    total_amount: String,
    send_pay_date: Option<String>,
}

#[derive(Deserialize)]
struct ClosedTrade {
    out_trade_no: Option<String>,
}

impl Alipay {
    pub(super) async fn precreate(&self, request: &PaymentRequest) -> Result<CodeUrl, Error> {
        let call = Call::Open;
        let precreating = Precreating {
            out_trade_no: request.out_trade_no.as_str(),
            total_amount: yuan::yuan(request.amount),
            subject: wording::subject(&request.description),
            product_code: "QR_CODE_OFFLINE",
            time_expire: beijing::written(request.expires_at).ok_or(unintelligible(
                call,
                "the time to pay lies outside the calendar",
            ))?,
            qr_code_timeout_express: code_life(request.expires_at, self.surroundings.now()),
            terminal_id: request
                .terminal
                .as_ref()
                .map(|terminal| wording::terminal(&terminal.device_id)),
        };
        let answer = self
            .call_notifying(call, "alipay.trade.precreate", &precreating)
            .await?;
        let precreated: Precreated = answer.read("no qr_code in the answer")?;
        is_about(call, &precreated.out_trade_no, &request.out_trade_no)?;
        Ok(CodeUrl::new(precreated.qr_code))
    }

    pub(super) async fn query_trade(&self, number: &OutTradeNo) -> Result<Transaction, Error> {
        let call = Call::Query;
        let naming = Naming {
            out_trade_no: number.as_str(),
        };
        let answer = match self.call(call, "alipay.trade.query", &naming).await {
            Ok(answer) => answer,
            // Nobody scanned the code yet: not paid. The answer is signed like any other.
            Err(Error::NotFound { .. }) => {
                return Ok(Transaction {
                    out_trade_no: number.clone(),
                    state: TransactionState::NotPaid,
                });
            }
            Err(error) => return Err(error),
        };
        let queried: Queried = answer.read("not a trade")?;
        is_about(call, &queried.out_trade_no, number)?;
        let state = Trade {
            status: &queried.trade_status,
            trade_no: &queried.trade_no,
            total_amount: &queried.total_amount,
            paid_at: queried.send_pay_date.as_deref(),
            refunded: Refunded::NotSaid,
        };
        let state = state.understand().map_err(|refused| Error::Unknown {
            call,
            cause: UnknownCause::Unverified(refused),
        })?;
        Ok(Transaction {
            out_trade_no: number.clone(),
            state,
        })
    }

    pub(super) async fn close_trade(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error> {
        let call = Call::Close;
        let naming = Naming {
            out_trade_no: number.as_str(),
        };
        match self.call(call, "alipay.trade.close", &naming).await {
            Ok(answer) => {
                let closed: ClosedTrade = answer.read("not the answer to closing")?;
                if let Some(named) = closed.out_trade_no {
                    is_about(call, &named, number)?;
                }
                Ok(CloseOutcome::Closed)
            }
            Err(Error::Refused {
                reason: Refusal::AlreadyPaid,
                ..
            }) => Ok(CloseOutcome::AlreadyPaid),
            // Closed before or just paid, or a fault of theirs: the query that follows says which.
            Err(
                Error::TryLater { .. }
                | Error::Refused {
                    reason: Refusal::OrderClosed | Refusal::Rule,
                    ..
                }
                | Error::Unknown {
                    cause: UnknownCause::ProviderFault { .. },
                    ..
                },
            ) => Ok(CloseOutcome::TryLater),
            Err(error) => Err(error),
        }
    }
}

/// Refuses an answer about another trade than was asked about.
pub(super) fn is_about(call: Call, named: &str, number: &OutTradeNo) -> Result<(), Error> {
    if named == number.as_str() {
        return Ok(());
    }
    Err(unintelligible(call, "the answer is about another trade"))
}

/// Whole minutes until `expires_at`, rounded up, within what Alipay takes.
fn code_life(expires_at: Timestamp, now: Timestamp) -> String {
    let minutes = (expires_at.ms_since(now).max(0) + 59_999) / 60_000;
    format!("{}m", minutes.clamp(1, LONGEST_CODE_LIFE))
}

/// A trade as Alipay tells of it, in an answer or a notification.
pub(super) struct Trade<'a> {
    pub(super) status: &'a str,
    pub(super) trade_no: &'a str,
    pub(super) total_amount: &'a str,
    /// `send_pay_date` of an answer, `gmt_payment` of a notification.
    pub(super) paid_at: Option<&'a str>,
    pub(super) refunded: Refunded,
}

/// Whether something went back, as far as the message says.
pub(super) enum Refunded {
    Something,
    NotSaid,
}

impl Trade<'_> {
    /// Says it in our words.
    pub(super) fn understand(&self) -> Result<TransactionState, Refused> {
        match (self.status, self.paid_at.filter(|time| !time.is_empty())) {
            // Scanned. The customer may be at the password, or gone; either way it can be closed.
            ("WAIT_BUYER_PAY", _) => Ok(TransactionState::NotPaid),
            ("TRADE_SUCCESS" | "TRADE_FINISHED", Some(paid_at)) => match self.refunded {
                Refunded::Something => Ok(TransactionState::Refunded(self.capture(paid_at)?)),
                Refunded::NotSaid => Ok(TransactionState::Success(self.capture(paid_at)?)),
            },
            ("TRADE_SUCCESS" | "TRADE_FINISHED", None) => {
                Err(Refused::Malformed("a paid trade does not say when"))
            }
            // Closed for one of two reasons: nobody paid in time, or everything went back.
            ("TRADE_CLOSED", Some(paid_at)) => {
                Ok(TransactionState::Refunded(self.capture(paid_at)?))
            }
            ("TRADE_CLOSED", None) => Ok(TransactionState::Closed),
            _ => Err(Refused::Malformed("trade_status is unknown")),
        }
    }

    fn capture(&self, paid_at: &str) -> Result<Capture, Refused> {
        Ok(Capture {
            transaction_id: self.trade_no.to_owned(),
            amount: yuan::fen(self.total_amount).ok_or(Refused::Malformed(
                "total_amount is not yuan with two decimals",
            ))?,
            paid_at: beijing::read(paid_at)
                .ok_or(Refused::Malformed("the time of payment is no time"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: &str, paid_at: Option<&str>) -> Result<TransactionState, Refused> {
        Trade {
            status,
            trade_no: "2026112222001400000000000001",
            total_amount: "6.00",
            paid_at,
            refunded: Refunded::NotSaid,
        }
        .understand()
    }

    #[test]
    fn a_closed_trade_was_either_never_paid_or_given_back_whole() {
        assert_eq!(
            read("TRADE_CLOSED", None),
            Ok(TransactionState::Closed),
            "nobody paid"
        );
        assert_eq!(
            read("TRADE_CLOSED", Some("")),
            Ok(TransactionState::Closed),
            "an empty time is none"
        );
        let given_back = read("TRADE_CLOSED", Some("2026-11-22 18:00:20"));
        assert!(
            matches!(given_back, Ok(TransactionState::Refunded(_))),
            "it was paid once: {given_back:?}"
        );
    }

    #[test]
    fn a_paid_trade_that_says_half_of_it_is_not_believed() {
        for paid_at in [None, Some("yesterday")] {
            let state = read("TRADE_SUCCESS", paid_at);
            assert!(
                matches!(state, Err(Refused::Malformed(_))),
                "{paid_at:?} was read as {state:?}"
            );
        }
        assert!(read("TRADE_PENDING", None).is_err(), "an unknown state");
    }

    #[test]
    fn a_code_lives_until_the_last_moment_to_pay() {
        let now = Timestamp::from_ms(1_795_341_600_000);
        for (ms, life) in [
            (-5_000, "1m"),
            (1, "1m"),
            (60_000, "1m"),
            (60_001, "2m"),
            (190_000, "4m"),
            (86_400_000, "120m"),
        ] {
            assert_eq!(code_life(now.plus_ms(ms), now), life, "{ms} ms ahead");
        }
    }
}
