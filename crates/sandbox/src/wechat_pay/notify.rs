//! Telling the merchant: encrypted, signed, and repeated until it says 200 or 204.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use super::Fault;
use super::refunds::message_id;
use super::seal::{Flaw, rfc3339};
use super::shop::{Shop, now_ms};

/// How long a merchant may take to answer.
const ANSWER_DEADLINE: Duration = Duration::from_secs(5);
/// Seconds before each repeat, as WeChat Pay documents them: fifteen over a day.
const SCHEDULE: [u32; 15] = [
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600,
];

/// Something to tell.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) url: String,
    pub(super) event_type: &'static str,
    pub(super) original_type: &'static str,
    pub(super) summary: &'static str,
    pub(super) plain: Value,
}

/// One attempt to deliver a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Id of the notification; its repeats share it.
    pub id: String,
    /// For example `TRANSACTION.SUCCESS`.
    pub event_type: &'static str,
    /// 1 for the first attempt.
    pub attempt: usize,
    /// What the merchant answered; nothing when it did not.
    pub status: Option<u16>,
    /// Microseconds from sending it to the whole of that answer's head.
    pub answered_us: u64,
}

impl Shop {
    /// Sends `message` in the background, with the faults that wait for a notification.
    pub(super) fn notify(self: &Arc<Self>, mut message: Message) {
        if self.faults.strikes(&Fault::DropNotification) {
            return;
        }
        if self.faults.strikes(&Fault::WrongMerchant) {
            message.plain["mchid"] = json!("1900009999");
        }
        if self.faults.strikes(&Fault::WrongNumber) {
            message.plain["out_trade_no"] = json!("STRANGER0000000001");
        }
        let late = self.faults.take(|fault| match fault {
            Fault::LateNotification { delay_ms } => Some(Duration::from_millis(*delay_ms)),
            _ => None,
        });
        let first = match self.faults.strikes(&Fault::BadNotificationSignature) {
            true => Flaw::SignTest,
            false => Flaw::None,
        };
        let copies = match self.faults.strikes(&Fault::DuplicateNotification) {
            true => 2,
            false => 1,
        };
        let id = message_id();
        let delay = self.timing.notify_delay + late.unwrap_or_default();
        for _ in 0..copies {
            let (shop, message, id) = (Arc::clone(self), message.clone(), id.clone());
            self.spawn(async move {
                tokio::time::sleep(delay).await;
                shop.deliver(&message, &id, first).await;
            });
        }
    }

    async fn deliver(&self, message: &Message, id: &str, first: Flaw) {
        let mut flaw = first;
        let mut waits = SCHEDULE.iter();
        for attempt in 1.. {
            let (status, took) = self.attempt(message, id, flaw).await;
            self.note(Delivery {
                id: id.to_owned(),
                event_type: message.event_type,
                attempt,
                status,
                answered_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            });
            if matches!(status, Some(200 | 204)) {
                return;
            }
            let Some(seconds) = waits.next() else {
                tracing::info!(%id, "the merchant never took the notification; giving up");
                return;
            };
            flaw = Flaw::None;
            tokio::time::sleep(self.timing.retry_second.saturating_mul(*seconds)).await;
        }
    }

    async fn attempt(&self, message: &Message, id: &str, flaw: Flaw) -> (Option<u16>, Duration) {
        let plain = message.plain.to_string();
        let mut resource = self.keys.encrypt(plain.as_bytes(), message.original_type);
        resource["original_type"] = json!(message.original_type);
        let body = json!({
            "id": id,
            "create_time": rfc3339(now_ms()),
            "resource_type": "encrypt-resource",
            "event_type": message.event_type,
            "summary": message.summary,
            "resource": resource,
        })
        .to_string();
        let mut request = self
            .client
            .post(&message.url)
            .timeout(ANSWER_DEADLINE)
            .header("content-type", "application/json")
            .header("accept", "*/*");
        for (name, value) in self.keys.seal(body.as_bytes(), None, flaw) {
            request = request.header(name, value);
        }
        let sent = Instant::now();
        let status = match request.body(body).send().await {
            Ok(answer) => Some(answer.status().as_u16()),
            Err(error) => {
                tracing::debug!(%id, %error, "the merchant's address gave no answer");
                None
            }
        };
        (status, sent.elapsed())
    }
}
