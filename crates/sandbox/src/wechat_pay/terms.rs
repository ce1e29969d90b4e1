//! What a merchant asks for: the body of a Native order, and that of a charge to a barcode.

use std::ops::RangeInclusive;

use serde::Deserialize;
use serde_json::Value;

use super::complaint::Complaint;
use super::keys::{APPID, MCHID};

/// An order's terms. The same number with the same terms is the same order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms {
    pub(super) out_trade_no: String,
    pub(super) description: String,
    /// In fen.
    pub(super) total: i64,
    pub(super) attach: Option<String>,
    pub(super) time_expire: Option<String>,
    pub(super) scene_info: Option<Value>,
    detail: Option<Value>,
    pub(super) way: Way,
}

/// How the customer pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The customer scans a code, and the merchant is notified here.
    Native { notify_url: String },
    /// The merchant scans this barcode, and is told by the answer alone.
    Codepay { auth_code: String },
}

/// Both bodies; fields that it does not name are ignored, as the real service does.
#[derive(Deserialize)]
struct Body {
    appid: String,
    mchid: String,
    description: String,
    out_trade_no: String,
    time_expire: Option<String>,
    attach: Option<String>,
    notify_url: Option<String>,
    payer: Option<Payer>,
    amount: Price,
    detail: Option<Value>,
    scene_info: Option<Value>,
}

#[derive(Deserialize)]
struct Price {
    total: i64,
    currency: Option<String>,
}

#[derive(Deserialize)]
struct Payer {
    auth_code: Option<String>,
}

impl Terms {
    /// Reads the body of `POST /v3/pay/transactions/native`.
    pub(super) fn parse_native(body: &[u8]) -> Result<Self, Complaint> {
        let body = Body::parse(body)?;
        let notify_url = body
            .notify_url
            .clone()
            .ok_or_else(|| Complaint::parameter("notify_url is needed"))?;
        check_notify_url(&notify_url)?;
        sound(
            body.scene_info
                .as_ref()
                .is_none_or(|scene| scene["payer_client_ip"].is_string()),
            "scene_info needs payer_client_ip",
        )?;
        Ok(body.terms(Way::Native { notify_url }))
    }

    /// Reads the body of `POST /v3/pay/transactions/codepay`.
    pub(super) fn parse_codepay(body: &[u8]) -> Result<Self, Complaint> {
        let body = Body::parse(body)?;
        let auth_code = body
            .payer
            .as_ref()
            .and_then(|payer| payer.auth_code.clone())
            .ok_or_else(|| Complaint::parameter("payer.auth_code is needed"))?;
        let store = body.scene_info.as_ref().map(|scene| &scene["store_info"]);
        sound(
            store.is_some_and(|store| store["id"].is_string() || store["out_id"].is_string()),
            "scene_info.store_info needs id or out_id",
        )?;
        Ok(body.terms(Way::Codepay { auth_code }))
    }
}

impl Body {
    fn parse(body: &[u8]) -> Result<Self, Complaint> {
        let body: Self = serde_json::from_slice(body)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        if body.mchid != MCHID || body.appid != APPID {
            return Err(Complaint::new(
                400,
                "APPID_MCHID_NOT_MATCH",
                "appid and mchid do not belong together",
            ));
        }
        sound(
            (1..=127).contains(&body.description.len()),
            "description must have 1 to 127 bytes",
        )?;
        sound(
            is_number(&body.out_trade_no, 6..=32, "_-|*"),
            "out_trade_no must be 6 to 32 of 0-9 A-Z a-z _ - | *",
        )?;
        sound(body.amount.total > 0, "amount.total must be more than zero")?;
        sound(
            body.amount.currency.as_deref().unwrap_or("CNY") == "CNY",
            "amount.currency must be CNY",
        )?;
        sound(
            body.attach.as_ref().is_none_or(|text| text.len() <= 128),
            "attach must have at most 128 bytes",
        )?;
        Ok(body)
    }

    fn terms(self, way: Way) -> Terms {
        Terms {
            out_trade_no: self.out_trade_no,
            description: self.description,
            total: self.amount.total,
            attach: self.attach,
            time_expire: self.time_expire,
            scene_info: self.scene_info,
            detail: self.detail,
            way,
        }
    }
}

fn sound(holds: bool, problem: &str) -> Result<(), Complaint> {
    if holds {
        Ok(())
    } else {
        Err(Complaint::parameter(problem))
    }
}

/// Whether a number has a length in `lengths` and only letters, digits and `also`.
pub(super) fn is_number(text: &str, lengths: RangeInclusive<usize>, also: &str) -> bool {
    lengths.contains(&text.len())
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || also.contains(letter))
}

/// Public https without a query; http on loopback, since this is a sandbox.
pub(super) fn check_notify_url(text: &str) -> Result<(), Complaint> {
    let wrong = |problem: &str| Complaint::parameter(format!("notify_url {problem}"));
    let url = reqwest::Url::parse(text).map_err(|_| wrong("is no URL"))?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(url.scheme() == "http" && local) {
        return Err(wrong("must be https"));
    }
    if url.query().is_some() {
        return Err(wrong("must not have a query"));
    }
    if text.len() > 255 {
        return Err(wrong("is longer than 255 characters"));
    }
    Ok(())
}
