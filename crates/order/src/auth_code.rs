//! The number behind the barcode by which a customer pays: whose it is, and how it is kept secret.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ids::ProviderId;

/// The number behind the barcode that a customer shows: good for one payment, for about a minute.
///
/// Whoever holds it can take the customer's money, so `Debug` shows a mask and no log may carry
/// it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuthCode {
    text: String,
    issuer: AuthCodeIssuer,
}

/// Whose app shows the barcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthCodeIssuer {
    /// WeChat: 18 digits that begin with 10 to 15.
    WechatPay,
    /// Alipay: 16 to 24 digits that begin with 25 to 30.
    Alipay,
}

impl From<AuthCodeIssuer> for ProviderId {
    fn from(issuer: AuthCodeIssuer) -> Self {
        match issuer {
            AuthCodeIssuer::WechatPay => Self::WechatPay,
            AuthCodeIssuer::Alipay => Self::Alipay,
        }
    }
}

/// What was scanned is no payment barcode of a provider we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a payment barcode: {length} characters of another kind")]
pub struct BadAuthCode {
    /// How many bytes were scanned. Not the bytes: a mistyped code may still be a live one.
    pub length: usize,
}

impl AuthCode {
    /// Reads what the scanner typed. Blanks around it, and the line end that a scanner adds, are
    /// dropped; anything else that is not a digit makes it no payment barcode.
    pub fn parse(text: &str) -> Result<Self, BadAuthCode> {
        let trimmed = text.trim();
        let bad = BadAuthCode { length: text.len() };
        if !trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad);
        }
        let issuer = match (trimmed.get(..2), trimmed.len()) {
            (Some("10" | "11" | "12" | "13" | "14" | "15"), 18) => AuthCodeIssuer::WechatPay,
            (Some("25" | "26" | "27" | "28" | "29" | "30"), 16..=24) => AuthCodeIssuer::Alipay,
            _ => return Err(bad),
        };
        Ok(Self {
            text: trimmed.to_owned(),
            issuer,
        })
    }

    /// Whose barcode it is, and so which provider can charge it (see [`ProviderId`]).
    pub const fn provider(&self) -> AuthCodeIssuer {
        self.issuer
    }

    /// The digits, for the provider alone.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl TryFrom<String> for AuthCode {
    type Error = BadAuthCode;
    fn try_from(text: String) -> Result<Self, BadAuthCode> {
        Self::parse(&text)
    }
}

impl From<AuthCode> for String {
    fn from(code: AuthCode) -> Self {
        code.text
    }
}

impl fmt::Debug for AuthCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthCode({:?}, ***)", self.issuer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_tells_whose_it_is() {
        for text in [
            "100000000000000001",
            "159999999999999999",
            "134567890123456789\r\n",
        ] {
            assert_eq!(
                AuthCode::parse(text).map(|code| code.provider()),
                Ok(AuthCodeIssuer::WechatPay),
                "{text:?} is 18 digits beginning with 10 to 15"
            );
        }
        for text in [
            "2500000000000000",
            "28763443825664394",
            "309999999999999999999999",
        ] {
            assert_eq!(
                AuthCode::parse(text).map(|code| code.provider()),
                Ok(AuthCodeIssuer::Alipay),
                "{text:?} is 16 to 24 digits beginning with 25 to 30"
            );
        }
    }

    #[test]
    fn a_barcode_leads_to_its_provider() {
        for (text, provider) in [
            ("134567890123456789", ProviderId::WechatPay),
            ("28763443825664394", ProviderId::Alipay),
        ] {
            let code = AuthCode::parse(text).expect("a barcode");
            assert_eq!(
                ProviderId::from(code.provider()),
                provider,
                "{text} can be charged there and nowhere else"
            );
        }
    }

    #[test]
    fn what_is_no_barcode_is_refused() {
        for text in [
            "",
            "1",
            "13456789012345678",         // 17 digits
            "1345678901234567890",       // 19 digits
            "160000000000000000",        // belongs to nobody
            "250000000000000",           // 15 digits
            "3000000000000000000000000", // 25 digits
            "13456789012345678x",
            "13456789\n0123456789",
            "-13456789012345678",
            "１３４５６７８９０１２３４５６７８９", // full-width digits
            "https://example.com/13456789",
        ] {
            assert_eq!(
                AuthCode::parse(text),
                Err(BadAuthCode { length: text.len() }),
                "{text:?} must not be sent to a provider"
            );
        }
    }

    #[test]
    fn a_barcode_travels_as_its_digits_and_a_bad_one_is_not_repeated() {
        let code = AuthCode::parse("28763443825664394").expect("a barcode");
        let text = serde_json::to_string(&code).expect("JSON");
        assert_eq!(text, r#""28763443825664394""#, "as it was read");
        let error = serde_json::from_str::<AuthCode>(r#""2876344382""#).expect_err("too short");
        assert!(
            !error.to_string().contains("28763"),
            "a refusal may be logged, a part of a code may not: {error}"
        );
    }

    #[test]
    fn a_barcode_never_shows() {
        let code = AuthCode::parse("134567890123456789").expect("a WeChat barcode");
        let shown = format!("{code:?}");
        assert!(
            !shown.contains("345"),
            "whoever reads the log could take the money: {shown}"
        );
    }
}
