//! Native orders: open, query, close.

use http::{Method, StatusCode};
use jiff::tz::{Offset, TimeZone};
use order::{Money, OutTradeNo, Timestamp};
use serde::{Deserialize, Serialize};

use super::WeChatPay;
use crate::{
    Call, Capture, CloseOutcome, CodeUrl, Error, Foreign, PaymentRequest, Refusal, Refused,
    Transaction, TransactionState, UnknownCause,
};

/// Longest `description`, in bytes.
pub(super) const LONGEST_DESCRIPTION: usize = 127;

#[derive(Serialize)]
struct NativeOrder<'a> {
    appid: &'a str,
    mchid: &'a str,
    description: &'a str,
    out_trade_no: &'a str,
    time_expire: String,
    notify_url: &'a str,
    amount: Price,
    #[serde(skip_serializing_if = "Option::is_none")]
    scene_info: Option<Scene<'a>>,
}

/// A price in fen, which is all that a merchant in China can ask for.
#[derive(Serialize)]
pub(super) struct Price {
    total: i64,
    currency: &'static str,
}

impl Price {
    pub(super) const fn of(amount: Money) -> Self {
        Self {
            total: amount.minor(),
            currency: "CNY",
        }
    }
}

#[derive(Serialize)]
struct Scene<'a> {
    payer_client_ip: String,
    device_id: &'a str,
}

#[derive(Deserialize)]
struct NativeOpened {
    code_url: String,
}

#[derive(Serialize)]
struct Closing<'a> {
    mchid: &'a str,
}

/// The transaction object, as a query answers it and a notification carries it. The payer's id is
/// in it too; it is left out here, so that it cannot end up anywhere.
#[derive(Deserialize)]
pub(super) struct WireTransaction {
    mchid: String,
    /// Some answers about unpaid orders leave it out.
    appid: Option<String>,
    out_trade_no: String,
    trade_state: String,
    transaction_id: Option<String>,
    success_time: Option<String>,
    amount: Option<WireAmount>,
}

#[derive(Deserialize)]
struct WireAmount {
    total: i64,
    currency: Option<String>,
}

impl WeChatPay {
    pub(super) async fn open_native(&self, request: &PaymentRequest) -> Result<CodeUrl, Error> {
        let call = Call::Open;
        let order = NativeOrder {
            appid: &self.appid,
            mchid: &self.mchid,
            description: cut(&request.description, LONGEST_DESCRIPTION),
            out_trade_no: request.out_trade_no.as_str(),
            time_expire: beijing(request.expires_at).ok_or(unintelligible(
                call,
                "the time to pay lies outside the calendar",
            ))?,
            notify_url: &self.notify_url,
            amount: Price::of(request.amount),
            scene_info: request.terminal.as_ref().map(|terminal| Scene {
                payer_client_ip: terminal.client_ip.to_string(),
                device_id: cut(&terminal.device_id, 32),
            }),
        };
        let body = json(&order);
        let answer = self
            .call(call, Method::POST, "/v3/pay/transactions/native", body)
            .await?;
        let opened: NativeOpened = serde_json::from_slice(&answer.body)
            .map_err(|_| unintelligible(call, "no code_url in the answer"))?;
        Ok(CodeUrl::new(opened.code_url))
    }

    pub(super) async fn query_order(&self, number: &OutTradeNo) -> Result<Transaction, Error> {
        let call = Call::Query;
        let path = format!(
            "/v3/pay/transactions/out-trade-no/{number}?mchid={}",
            self.mchid
        );
        let answer = self.call(call, Method::GET, &path, Vec::new()).await?;
        self.read_transaction(call, &answer.body, number)
    }

    /// Reads the verified answer to `call`, which asked about `number`.
    pub(super) fn read_transaction(
        &self,
        call: Call,
        body: &[u8],
        number: &OutTradeNo,
    ) -> Result<Transaction, Error> {
        let wire: WireTransaction =
            serde_json::from_slice(body).map_err(|_| unintelligible(call, "not a transaction"))?;
        let transaction = self.understand(wire).map_err(|refused| Error::Unknown {
            call,
            cause: UnknownCause::Unverified(refused),
        })?;
        if transaction.out_trade_no != *number {
            return Err(unintelligible(call, "the answer is about another order"));
        }
        Ok(transaction)
    }

    pub(super) async fn close_order(&self, number: &OutTradeNo) -> Result<CloseOutcome, Error> {
        let path = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        let body = json(&Closing { mchid: &self.mchid });
        match self.call(Call::Close, Method::POST, &path, body).await {
            Ok(answer) if answer.status == StatusCode::NO_CONTENT => Ok(CloseOutcome::Closed),
            // Any other 2xx decides nothing; 202 comes while the customer types the password.
            Ok(_) | Err(Error::TryLater { .. }) => Ok(CloseOutcome::TryLater),
            Err(Error::Refused {
                reason: Refusal::AlreadyPaid,
                ..
            }) => Ok(CloseOutcome::AlreadyPaid),
            // Closed before, or a fault of theirs: the query that follows says which.
            Err(
                Error::Refused {
                    reason: Refusal::OrderClosed,
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

    /// Checks that a transaction is this merchant's, and says it in our words.
    pub(super) fn understand(&self, wire: WireTransaction) -> Result<Transaction, Refused> {
        if wire.mchid != self.mchid {
            return Err(Refused::NotOurs(Foreign::Merchant));
        }
        if wire
            .appid
            .as_ref()
            .is_some_and(|appid| *appid != self.appid)
        {
            return Err(Refused::NotOurs(Foreign::Application));
        }
        let out_trade_no = OutTradeNo::parse(&wire.out_trade_no)
            .map_err(|_| Refused::Malformed("out_trade_no is none of ours"))?;
        let state = match wire.trade_state.as_str() {
            "SUCCESS" => TransactionState::Success(wire.capture()?),
            "REFUND" => TransactionState::Refunded(wire.capture()?),
            "NOTPAY" => TransactionState::NotPaid,
            "USERPAYING" | "USER_PAYING" => TransactionState::InProgress,
            "CLOSED" => TransactionState::Closed,
            "REVOKED" => TransactionState::Reversed,
            "PAYERROR" => TransactionState::Failed,
            _ => return Err(Refused::Malformed("trade_state is unknown")),
        };
        Ok(Transaction {
            out_trade_no,
            state,
        })
    }
}

impl WireTransaction {
    fn capture(self) -> Result<Capture, Refused> {
        let missing = Refused::Malformed("a paid transaction lacks its id, time or amount");
        let (Some(transaction_id), Some(success_time), Some(amount)) =
            (self.transaction_id, self.success_time, self.amount)
        else {
            return Err(missing);
        };
        if amount.currency.is_some_and(|currency| currency != "CNY") {
            return Err(Refused::NotOurs(Foreign::Currency));
        }
        let paid_at: jiff::Timestamp = success_time.parse().map_err(|_| missing)?;
        Ok(Capture {
            transaction_id,
            amount: Money::from_minor(amount.total),
            paid_at: Timestamp::from_ms(paid_at.as_millisecond()),
        })
    }
}

/// The body that is signed and sent: serialised once.
pub(super) fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("structs of texts and integers are always JSON")
}

/// At most `longest` bytes, never cutting through a character.
pub(super) fn cut(text: &str, longest: usize) -> &str {
    &text[..text.floor_char_boundary(longest)]
}

pub(super) fn unintelligible(call: Call, what: &'static str) -> Error {
    Error::Unknown {
        call,
        cause: UnknownCause::Unintelligible(what),
    }
}

/// RFC 3339 in Beijing time, whole seconds, as WeChat Pay's pages write it.
fn beijing(moment: Timestamp) -> Option<String> {
    let moment = jiff::Timestamp::from_millisecond(moment.ms()).ok()?;
    let zoned = moment.to_zoned(TimeZone::fixed(Offset::constant(8)));
    Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_pay_is_written_in_beijing_time() {
        assert_eq!(
            beijing(Timestamp::from_ms(1_795_341_900_999)).as_deref(),
            Some("2026-11-22T18:05:00+08:00"),
            "the form of WeChat Pay's own example, without fractions"
        );
    }

    #[test]
    fn a_long_description_is_cut_between_characters() {
        let long = "照片打印".repeat(20);
        let short = cut(&long, LONGEST_DESCRIPTION);
        assert_eq!(
            short.chars().count(),
            42,
            "42 characters of 3 bytes fit into 127"
        );
    }
}
