//! Reading the envelope of a notification whose signature has been verified.

use serde::Deserialize;

use super::WeChatPay;
use super::orders::WireTransaction;
use super::refunds::WireRefund;
use super::resource::Sealed;
use crate::{Foreign, Notification, Refused};

#[derive(Deserialize)]
struct Envelope {
    event_type: String,
    resource: Sealed,
}

impl WeChatPay {
    pub(super) fn open_envelope(&self, body: &[u8]) -> Result<Notification, Refused> {
        let envelope: Envelope = serde_json::from_slice(body)
            .map_err(|_| Refused::Malformed("not a notification's envelope"))?;
        match envelope.event_type.as_str() {
            "TRANSACTION.SUCCESS" => {
                let wire: WireTransaction = self.decrypt(&envelope.resource)?;
                self.understand(wire).map(Notification::Payment)
            }
            "REFUND.SUCCESS" | "REFUND.ABNORMAL" | "REFUND.CLOSED" => {
                let wire: WireRefund = self.decrypt(&envelope.resource)?;
                if wire.mchid.as_deref() != Some(self.mchid.as_str()) {
                    return Err(Refused::NotOurs(Foreign::Merchant));
                }
                wire.understand().map(Notification::Refund)
            }
            _ => Err(Refused::Event),
        }
    }

    fn decrypt<T: for<'de> Deserialize<'de>>(&self, sealed: &Sealed) -> Result<T, Refused> {
        let plain = self.api_v3.open(sealed)?;
        serde_json::from_slice(&plain)
            .map_err(|_| Refused::Malformed("the resource is not what its event promises"))
    }
}
