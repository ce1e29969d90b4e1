//! Checking the merchant's `Authorization` header, strictly: a client that is accepted here signs
//! as the documentation says.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use super::complaint::Complaint;

pub(super) const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";
/// How far a request's stamp may lie from our clock, in seconds.
const TOLERANCE_SECONDS: u64 = 300;

/// Who the only merchant is.
#[derive(Debug)]
pub(super) struct Merchant<'a> {
    pub(super) mchid: &'a str,
    pub(super) serial: &'a str,
    /// PKCS #1 `RSAPublicKey`.
    pub(super) public_key: &'a [u8],
}

/// A request as it arrived.
#[derive(Debug)]
pub(super) struct Arrived<'a> {
    pub(super) method: &'a str,
    pub(super) path_and_query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Fields<'a> {
    mchid: Option<&'a str>,
    nonce_str: Option<&'a str>,
    signature: Option<&'a str>,
    timestamp: Option<&'a str>,
    serial_no: Option<&'a str>,
}

impl Merchant<'_> {
    /// Accepts a request that this merchant signed within the last five minutes.
    pub(super) fn check(&self, arrived: &Arrived<'_>, now_seconds: i64) -> Result<(), Complaint> {
        check_manners(arrived)?;
        let header = arrived
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .ok_or_else(|| Complaint::signature("Authorization is missing"))?;
        let fields = Fields::parse(header)?;
        let need = |field: Option<&str>, name: &str| {
            field
                .map(str::to_owned)
                .ok_or_else(|| Complaint::signature(format!("{name} is missing")))
        };
        let timestamp = need(fields.timestamp, "timestamp")?;
        let nonce = need(fields.nonce_str, "nonce_str")?;
        let signature = need(fields.signature, "signature")?;
        if need(fields.mchid, "mchid")? != self.mchid {
            return Err(Complaint::signature("mchid is not a merchant here"));
        }
        if need(fields.serial_no, "serial_no")? != self.serial {
            return Err(Complaint::signature("serial_no is not this merchant's"));
        }
        if nonce.is_empty() || nonce.len() > 32 {
            return Err(Complaint::signature(
                "nonce_str must have 1 to 32 characters",
            ));
        }
        let stamped: i64 = timestamp
            .parse()
            .map_err(|_| Complaint::signature("timestamp is no number"))?;
        if now_seconds.abs_diff(stamped) > TOLERANCE_SECONDS {
            return Err(Complaint::signature("timestamp is out of time"));
        }
        let mut message = format!(
            "{}\n{}\n{timestamp}\n{nonce}\n",
            arrived.method, arrived.path_and_query
        )
        .into_bytes();
        message.extend_from_slice(arrived.body);
        message.push(b'\n');
        let wrong = || Complaint::signature("the signature does not fit the request");
        let signature = STANDARD.decode(signature).map_err(|_| wrong())?;
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.public_key)
            .verify(&message, &signature)
            .map_err(|_| wrong())
    }
}

/// Headers that the real service insists on too.
fn check_manners(arrived: &Arrived<'_>) -> Result<(), Complaint> {
    let says = |name, wanted: &str| {
        arrived
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains(wanted))
    };
    if !says(USER_AGENT, "") || arrived.headers[USER_AGENT].is_empty() {
        return Err(Complaint::parameter("User-Agent is missing"));
    }
    if !says(ACCEPT, "application/json") && !says(ACCEPT, "*/*") {
        return Err(Complaint::parameter("Accept must allow application/json"));
    }
    if arrived.method == "POST" && !says(CONTENT_TYPE, "application/json") {
        return Err(Complaint::parameter(
            "Content-Type must be application/json",
        ));
    }
    Ok(())
}

impl<'a> Fields<'a> {
    /// Reads `key="value"` pairs by name, in any order; each may come once.
    fn parse(header: &'a str) -> Result<Self, Complaint> {
        let wrong = |what: &str| Complaint::signature(format!("Authorization: {what}"));
        let pairs = header
            .strip_prefix(SCHEME)
            .and_then(|rest| rest.strip_prefix(' '))
            .ok_or_else(|| wrong("the scheme must be WECHATPAY2-SHA256-RSA2048"))?;
        let mut fields = Self::default();
        for pair in pairs.split(',') {
            let (name, value) = pair
                .split_once("=\"")
                .and_then(|(name, value)| Some((name, value.strip_suffix('"')?)))
                .ok_or_else(|| wrong("pairs are written name=\"value\""))?;
            let place = match name {
                "mchid" => &mut fields.mchid,
                "nonce_str" => &mut fields.nonce_str,
                "signature" => &mut fields.signature,
                "timestamp" => &mut fields.timestamp,
                "serial_no" => &mut fields.serial_no,
                _ => return Err(wrong("an unknown name")),
            };
            if place.replace(value).is_some() {
                return Err(wrong("a name twice"));
            }
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_by_name_in_any_order() {
        let one = Fields::parse(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",serial_no=\"2\",nonce_str=\"3\",timestamp=\"4\",signature=\"5==\"",
        );
        let other = Fields::parse(
            "WECHATPAY2-SHA256-RSA2048 signature=\"5==\",timestamp=\"4\",mchid=\"1\",nonce_str=\"3\",serial_no=\"2\"",
        );
        assert!(one.is_ok(), "the documented form is accepted: {one:?}");
        assert_eq!(one, other, "clients differ in their order");
    }

    #[test]
    fn what_is_not_the_documented_form_is_refused() {
        for header in [
            "WECHATPAY2-SHA256-RSA2048",
            "Bearer mchid=\"1\"",
            "WECHATPAY2-SHA256-RSA2048 mchid=1",
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1\", nonce_str=\"2\"",
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",mchid=\"2\"",
        ] {
            assert!(
                Fields::parse(header).is_err(),
                "{header} would be refused by the real service"
            );
        }
    }
}
