//! What a merchant may ask for when it wants money, and within which limits.

use serde::Deserialize;
use serde_json::Value;

use super::complaint::Complaint;
use super::text::{fen, moment_ms, span_ms};

/// Shortest and longest time to pay, in milliseconds: a minute, fifteen days.
const TIME_TO_PAY_MS: std::ops::RangeInclusive<i64> = 60_000..=15 * 86_400_000;
/// Time to pay when the merchant names none.
const DEFAULT_TIME_TO_PAY_MS: i64 = 15 * 86_400_000;
/// Longest life of a QR code, in milliseconds, and its life when the merchant names none.
const LONGEST_CODE_LIFE_MS: i64 = 2 * 3_600_000;
/// Life of a charge that nobody confirms, in milliseconds.
const CHARGE_LIFE_MS: i64 = 3 * 60_000;
/// Longest price, in fen.
const LONGEST_PRICE: i64 = 10_000_000_000;

/// What is sold. The same number stands for the same terms for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) out_trade_no: String,
    /// In fen.
    pub(super) total: i64,
    pub(super) subject: String,
    pub(super) terminal_id: Option<String>,
    pub(super) way: Way,
}

/// How the customer pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Code,
    Barcode { auth_code: String },
}

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deadlines {
    /// Last moment to pay, milliseconds since the epoch.
    pub(super) pay_by_ms: i64,
    /// Last moment to scan the code.
    pub(super) scan_by_ms: i64,
}

/// `biz_content` of both methods; fields it does not name are ignored, as the real service does.
#[derive(Deserialize)]
struct Asked {
    out_trade_no: String,
    total_amount: String,
    subject: String,
    scene: Option<String>,
    auth_code: Option<String>,
    product_code: Option<String>,
    terminal_id: Option<String>,
    timeout_express: Option<String>,
    time_expire: Option<String>,
    qr_code_timeout_express: Option<String>,
}

/// Reads what `alipay.trade.precreate` asks.
pub(super) fn by_code(asked: Value, now_ms: i64) -> Result<(Terms, Deadlines), Complaint> {
    let asked = Asked::parse(asked)?;
    let deadlines = asked.deadlines(now_ms, DEFAULT_TIME_TO_PAY_MS)?;
    let product = asked.product_code.as_deref();
    sound(
        matches!(
            product,
            None | Some("QR_CODE_OFFLINE" | "FACE_TO_FACE_PAYMENT")
        ),
        "product_code",
    )?;
    Ok((asked.terms(Way::Code), deadlines))
}

/// Reads what `alipay.trade.pay` asks.
pub(super) fn by_barcode(asked: Value, now_ms: i64) -> Result<(Terms, Deadlines), Complaint> {
    let asked = Asked::parse(asked)?;
    let deadlines = asked.deadlines(now_ms, CHARGE_LIFE_MS)?;
    sound(asked.scene.as_deref() == Some("bar_code"), "scene")?;
    let product = asked.product_code.as_deref();
    sound(
        matches!(product, None | Some("FACE_TO_FACE_PAYMENT")),
        "product_code",
    )?;
    let auth_code = asked.auth_code.clone().unwrap_or_default();
    sound(!auth_code.is_empty(), "auth_code")?;
    Ok((asked.terms(Way::Barcode { auth_code }), deadlines))
}

impl Asked {
    fn parse(asked: Value) -> Result<Self, Complaint> {
        let asked: Self = serde_json::from_value(asked)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        check_number("out_trade_no", &asked.out_trade_no)?;
        sound(
            fen(&asked.total_amount).is_some_and(|fen| (1..=LONGEST_PRICE).contains(&fen)),
            "total_amount",
        )?;
        let letters = asked.subject.chars().count();
        sound(
            (1..=256).contains(&letters) && !asked.subject.contains(['/', '=', '&']),
            "subject",
        )?;
        sound(
            asked
                .terminal_id
                .as_ref()
                .is_none_or(|id| id.chars().count() <= 32),
            "terminal_id",
        )?;
        Ok(asked)
    }

    fn deadlines(&self, now_ms: i64, default_ms: i64) -> Result<Deadlines, Complaint> {
        let time_to_pay_ms = match (&self.time_expire, &self.timeout_express) {
            (Some(at), _) => moment_ms(at).map(|at| at - now_ms),
            (None, Some(span)) => span_ms(span),
            (None, None) => Some(default_ms),
        };
        // A little less than a minute is forgiven: it was a minute when it was written.
        let time_to_pay_ms = time_to_pay_ms
            .map(|ms| {
                if (0..60_000).contains(&ms) {
                    60_000
                } else {
                    ms
                }
            })
            .filter(|ms| TIME_TO_PAY_MS.contains(ms))
            .ok_or_else(|| Complaint::parameter("time_expire 或 timeout_express"))?;
        let code_life_ms = match &self.qr_code_timeout_express {
            Some(span) => span_ms(span)
                .filter(|ms| (60_000..=LONGEST_CODE_LIFE_MS).contains(ms))
                .ok_or_else(|| Complaint::parameter("qr_code_timeout_express"))?,
            None => LONGEST_CODE_LIFE_MS,
        };
        Ok(Deadlines {
            pay_by_ms: now_ms + time_to_pay_ms,
            scan_by_ms: now_ms + code_life_ms.min(time_to_pay_ms),
        })
    }

    fn terms(self, way: Way) -> Terms {
        Terms {
            total: fen(&self.total_amount).unwrap_or_default(),
            out_trade_no: self.out_trade_no,
            subject: self.subject,
            terminal_id: self.terminal_id,
            way,
        }
    }
}

/// A merchant's number: 1 to 64 letters, digits, `_` and `-`.
pub(super) fn check_number(name: &str, number: &str) -> Result<(), Complaint> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    sound(
        (1..=64).contains(&number.len()) && number.bytes().all(plain),
        name,
    )
}

fn sound(holds: bool, name: &str) -> Result<(), Complaint> {
    if holds {
        return Ok(());
    }
    Err(Complaint::parameter(format!("参数 {name} 不合法")))
}
