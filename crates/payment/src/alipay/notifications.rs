//! Judging a message at the notification address: a form, signed over every field of it.

use order::OutTradeNo;

use super::Alipay;
use super::orders::{Refunded, Trade};
use super::signing::{Parameters, text_to_sign};
use super::yuan;
use crate::{Foreign, Notification, Refused, Transaction};

/// Most fields read. Alipay sends some thirty.
const MOST_FIELDS: usize = 200;

impl Alipay {
    pub(super) fn judge(&self, body: &[u8]) -> Result<Notification, Refused> {
        let fields = Fields::parse(body)?;
        self.prove(&fields)?;
        if fields.get("notify_type") != Some("trade_status_sync") {
            return Err(Refused::Event);
        }
        if fields.get("app_id") != Some(self.signer.app_id.as_str()) {
            return Err(Refused::NotOurs(Foreign::Application));
        }
        if fields.get("seller_id") != Some(self.seller_id.as_str()) {
            return Err(Refused::NotOurs(Foreign::Merchant));
        }
        let required = |name| {
            fields
                .get(name)
                .ok_or(Refused::Malformed("a trade's notification lacks a field"))
        };
        let out_trade_no = OutTradeNo::parse(required("out_trade_no")?)
            .map_err(|_| Refused::Malformed("out_trade_no is none of ours"))?;
        let trade = Trade {
            status: required("trade_status")?,
            trade_no: required("trade_no")?,
            total_amount: required("total_amount")?,
            paid_at: fields.get("gmt_payment"),
            refunded: fields.refunded(),
        };
        Ok(Notification::Payment(Transaction {
            out_trade_no,
            state: trade.understand()?,
        }))
    }

    /// The signature leaves out `sign_type` in a trade's notification, and covers it in messages
    /// of other kinds. Those are proven too: what is Alipay's is acknowledged, or it comes again.
    fn prove(&self, fields: &Fields) -> Result<(), Refused> {
        if fields.get("sign_type").is_some_and(|kind| kind != "RSA2") {
            return Err(Refused::SignatureType);
        }
        let signature = fields.get("sign").ok_or(Refused::Signature)?;
        let named = fields.get("alipay_cert_sn");
        let verify = |without: &[&str]| {
            let text = text_to_sign(&fields.0, without);
            self.trust.verify(named, text.as_bytes(), signature)
        };
        verify(&["sign", "sign_type"]).or_else(|_| verify(&["sign"]))
    }
}

/// The fields of a notification, each decoded exactly once, empty ones kept: they are signed too.
struct Fields(Parameters);

impl Fields {
    fn parse(body: &[u8]) -> Result<Self, Refused> {
        let mut fields = Parameters::new();
        for (name, value) in form_urlencoded::parse(body) {
            let before = fields.insert(name.into_owned(), value.into_owned());
            // Signed once is signed; what a second value means, nobody says.
            if before.is_some() || fields.len() > MOST_FIELDS {
                return Err(Refused::Signature);
            }
        }
        Ok(Self(fields))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A partial refund repeats the notification of the payment, with the sum of what went back.
    fn refunded(&self) -> Refunded {
        let went_back = self
            .get("refund_fee")
            .and_then(yuan::fen)
            .is_some_and(|sum| sum.minor() != 0);
        if went_back || self.get("gmt_refund").is_some_and(|time| !time.is_empty()) {
            Refunded::Something
        } else {
            Refunded::NotSaid
        }
    }
}
