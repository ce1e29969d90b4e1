//! Telling the merchant: a signed form, repeated until it answers with `success`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::Fault;
use super::keys::{APP_ID, Keys, SELLER_ID};
use super::ledger::Trade;
use super::shop::Shop;
use super::text::{digits, now_ms, written, yuan};

/// How long a merchant may take to answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(10);
/// Longest answer read, in bytes: `success` has seven.
const LONGEST_ANSWER: usize = 64;
/// Seconds before each repeat, as Alipay documents them: seven over some 25 hours.
const SCHEDULE: [u32; 7] = [240, 600, 600, 3600, 7200, 21_600, 54_000];

type Fields = BTreeMap<&'static str, String>;

/// One attempt to deliver a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// `notify_id`; its repeats share it.
    pub id: String,
    /// For example `TRADE_SUCCESS`.
    pub trade_status: &'static str,
    /// 1 for the first attempt.
    pub attempt: usize,
    /// Whether the merchant answered with `success` and nothing else.
    pub acknowledged: Acknowledged,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledged {
    /// The merchant answered `success`.
    Yes,
    /// It answered something else.
    No,
    /// It did not answer.
    Unanswered,
}

/// Something to tell.
#[derive(Clone, Debug)]
struct Message {
    url: String,
    trade_status: &'static str,
    fields: Fields,
}

impl Shop {
    /// Tells the merchant how `trade` stands, if it gave an address, with the faults that wait for
    /// a notification.
    pub(super) fn tell(self: &Arc<Self>, trade: &Trade) {
        let Some(url) = trade.notify_url.clone() else {
            return;
        };
        if self.faults.strikes(&Fault::DropNotification) {
            return;
        }
        let mut message = Message {
            url,
            trade_status: trade.status(),
            fields: fields(trade),
        };
        if self.faults.strikes(&Fault::WrongSeller) {
            message
                .fields
                .insert("seller_id", "2088000000009999".to_owned());
        }
        if self.faults.strikes(&Fault::WrongApplication) {
            message
                .fields
                .insert("app_id", "2021000000009999".to_owned());
        }
        let late = self.faults.take(|fault| match fault {
            Fault::LateNotification { delay_ms } => Some(Duration::from_millis(*delay_ms)),
            _ => None,
        });
        let forged_first = self.faults.strikes(&Fault::BadNotificationSignature);
        let copies = match self.faults.strikes(&Fault::DuplicateNotification) {
            true => 2,
            false => 1,
        };
        let delay = self.timing.notify_delay + late.unwrap_or_default();
        for _ in 0..copies {
            let (shop, message) = (Arc::clone(self), message.clone());
            self.spawn(async move {
                tokio::time::sleep(delay).await;
                shop.deliver(message, forged_first).await;
            });
        }
    }

    async fn deliver(&self, mut message: Message, forged_first: bool) {
        let id = message.fields["notify_id"].clone();
        let mut waits = SCHEDULE.iter();
        for attempt in 1.. {
            message.fields.insert("notify_time", written(now_ms()));
            let body = self.form(&message.fields, forged_first && attempt == 1);
            let acknowledged = self.attempt(&message.url, body).await;
            self.note(Delivery {
                id: id.clone(),
                trade_status: message.trade_status,
                attempt,
                acknowledged,
            });
            if acknowledged == Acknowledged::Yes {
                return;
            }
            let Some(seconds) = waits.next() else {
                tracing::info!(%id, "the merchant never took the notification; giving up");
                return;
            };
            tokio::time::sleep(self.timing.retry_second.saturating_mul(*seconds)).await;
        }
    }

    /// The form as it is sent. Empty fields are signed too; `sign_type` is not.
    fn form(&self, fields: &Fields, forged: bool) -> String {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let signature = match forged {
            true => Keys::forged(),
            false => self.keys.sign(&pairs.join("&")),
        };
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .append_pair("sign_type", "RSA2")
            .append_pair("sign", &signature)
            .finish()
    }

    async fn attempt(&self, url: &str, body: String) -> Acknowledged {
        let sent = self
            .client
            .post(url)
            .timeout(ANSWER_DEADLINE)
            .header(
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            )
            .body(body)
            .send()
            .await;
        let mut answer = match sent {
            Ok(answer) => answer,
            Err(error) => {
                tracing::debug!(%error, "the merchant's address gave no answer");
                return Acknowledged::Unanswered;
            }
        };
        let mut said = Vec::new();
        while let Ok(Some(chunk)) = answer.chunk().await {
            said.extend_from_slice(&chunk);
            if said.len() > LONGEST_ANSWER {
                break;
            }
        }
        match answer.status().as_u16() == 200 && said == b"success" {
            true => Acknowledged::Yes,
            false => Acknowledged::No,
        }
    }
}

fn fields(trade: &Trade) -> Fields {
    let mut fields = Fields::from([
        ("notify_type", "trade_status_sync".to_owned()),
        ("notify_id", format!("{}{}", digits::<17>(), digits::<17>())),
        ("app_id", APP_ID.to_owned()),
        ("auth_app_id", APP_ID.to_owned()),
        ("charset", "utf-8".to_owned()),
        ("version", "1.0".to_owned()),
        ("seller_id", SELLER_ID.to_owned()),
        ("buyer_id", "2088000000000099".to_owned()),
        ("trade_no", trade.trade_no.clone()),
        ("out_trade_no", trade.terms.out_trade_no.clone()),
        ("trade_status", trade.status().to_owned()),
        ("subject", trade.terms.subject.clone()),
        ("passback_params", String::new()),
        ("gmt_create", written(trade.made_at_ms)),
    ]);
    let taken = trade.payment().map_or(trade.terms.total, |paid| paid.taken);
    fields.insert("total_amount", yuan(taken));
    if let Some(payment) = trade.payment() {
        fields.insert("gmt_payment", written(payment.at_ms));
        fields.insert("receipt_amount", yuan(taken));
        fields.insert("buyer_pay_amount", yuan(taken));
        fields.insert("invoice_amount", yuan(taken));
        fields.insert("point_amount", yuan(0));
        let funds = serde_json::json!([{"amount": yuan(taken), "fundChannel": "ALIPAYACCOUNT"}]);
        fields.insert("fund_bill_list", funds.to_string());
    }
    if let Some(last) = trade.refunds.last() {
        fields.insert("refund_fee", yuan(trade.given_back()));
        fields.insert("gmt_refund", format!("{}.000", written(last.at_ms)));
        if let Some(number) = &last.out_request_no {
            fields.insert("out_biz_no", number.clone());
        }
    }
    fields
}
