//! Reading an answer: prove the raw text of the object inside, and only then look at it.
//!
//! An answer is one JSON object that holds the result under a name made of the method, and the
//! signature beside it. What is signed is the result's text as it arrived, from its opening brace
//! to its closing one: Alipay escapes slashes, so a text written anew would not verify.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::errors;
use super::keys::Trust;
use super::transport::Unproven;
use crate::{Call, Error, Refused, UnknownCause};

/// The result of a call, proven to be Alipay's.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    call: Call,
    /// Alipay did it (`10000`), or the customer must confirm it first (`10003`).
    pub(super) progress: Progress,
    text: Box<RawValue>,
}

/// What a good answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    Done,
    CustomerConfirms,
}

#[derive(Deserialize)]
struct Outcome {
    code: String,
    #[serde(default)]
    sub_code: String,
}

impl Answer {
    /// The values inside.
    pub(super) fn read<T: DeserializeOwned>(&self, what: &'static str) -> Result<T, Error> {
        serde_json::from_str(self.text.get()).map_err(|_| unintelligible(self.call, what))
    }
}

/// Proves and reads the answer to `method`. What is not proven never makes anything paid, closed
/// or refused: it is unknown.
pub(super) fn prove(
    call: Call,
    method: &str,
    arrived: &Unproven,
    trust: &Trust,
) -> Result<Answer, Error> {
    let unknown = |cause| Error::Unknown { call, cause };
    if !arrived.status.is_success() {
        return Err(unknown(UnknownCause::ProviderFault {
            status: arrived.status.as_u16(),
            code: String::new(),
        }));
    }
    let parts: HashMap<String, &RawValue> = serde_json::from_slice(&arrived.body)
        .map_err(|_| unintelligible(call, "the answer is not JSON"))?;
    let name = format!("{}_response", method.replace('.', "_"));
    let result = parts
        .get(&name)
        .or_else(|| parts.get("error_response"))
        .ok_or_else(|| unintelligible(call, "the answer is to another method"))?;
    let outcome: Outcome = serde_json::from_str(result.get())
        .map_err(|_| unintelligible(call, "the answer has no code"))?;
    let text = |name: &str| {
        let value = parts.get(name)?;
        serde_json::from_str::<String>(value.get()).ok()
    };
    match text("sign") {
        Some(signature) => trust
            .verify(
                text("alipay_cert_sn").as_deref(),
                result.get().as_bytes(),
                &signature,
            )
            .map_err(|refused| unknown(UnknownCause::Unverified(refused)))?,
        // Some failures of the gateway itself come unsigned. What they say is worth a log line
        // and nothing more.
        None if outcome.code != errors::DONE => {
            return Err(unknown(UnknownCause::ProviderFault {
                status: arrived.status.as_u16(),
                code: errors::shown(&outcome.code, &outcome.sub_code),
            }));
        }
        None => return Err(unknown(UnknownCause::Unverified(Refused::Signature))),
    }
    let progress = match outcome.code.as_str() {
        errors::DONE => Progress::Done,
        errors::CUSTOMER_CONFIRMS => Progress::CustomerConfirms,
        _ => return Err(errors::classify(call, &outcome.code, &outcome.sub_code)),
    };
    Ok(Answer {
        call,
        progress,
        text: (*result).to_owned(),
    })
}

pub(super) fn unintelligible(call: Call, what: &'static str) -> Error {
    Error::Unknown {
        call,
        cause: UnknownCause::Unintelligible(what),
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde_json::Value;

    use super::super::VerifyingKey;
    use super::*;

    const METHOD: &str = "alipay.trade.precreate";

    fn vectors() -> Value {
        serde_json::from_str(include_str!("../../tests/alipay_vectors.json"))
            .expect("the vectors are JSON")
    }

    fn trust() -> Trust {
        let vectors = vectors();
        let pem = vectors["app_public_key_pem"].as_str().expect("a text");
        Trust::PublicKey(VerifyingKey::parse(pem.as_bytes()).expect("a public key"))
    }

    fn judge(body: &str) -> Result<Answer, Error> {
        let arrived = Unproven {
            status: StatusCode::OK,
            body: body.as_bytes().to_vec(),
        };
        prove(Call::Open, METHOD, &arrived, &trust())
    }

    fn escaped() -> String {
        vectors()["sync_response_escaped"]["raw"]
            .as_str()
            .expect("a text")
            .to_owned()
    }

    #[derive(Debug, Deserialize)]
    struct Precreated {
        qr_code: String,
    }

    #[test]
    fn escaped_slashes_verify_as_they_arrived_and_are_read_as_slashes() {
        let answer = judge(&escaped()).expect("the vector is signed");
        let precreated: Precreated = answer.read("a code").expect("it holds one");
        assert_eq!(
            precreated.qr_code, "https://qr.alipay.com/bax00000000000000000000",
            "the customer's phone gets the plain address"
        );
    }

    #[test]
    fn the_order_of_the_parts_and_blanks_around_them_do_not_matter() {
        let raw = escaped();
        let (result, sign) = raw
            .strip_prefix('{')
            .and_then(|inside| inside.strip_suffix('}'))
            .and_then(|inside| inside.split_once(",\"sign\":"))
            .expect("two parts");
        for body in [
            format!("{{\"sign\":{sign},{result}}}"),
            format!(" {{ {result} ,\n \"sign\" : {sign} }} "),
        ] {
            if let Err(error) = judge(&body) {
                panic!("{body} was refused: {error}");
            }
        }
    }

    #[test]
    fn a_brace_inside_a_value_does_not_end_the_result() {
        let body = escaped().replace("Success", "Suc}cess");
        assert!(
            matches!(
                judge(&body),
                Err(Error::Unknown {
                    cause: UnknownCause::Unverified(Refused::Signature),
                    ..
                })
            ),
            "it is another text, and is judged whole"
        );
    }

    #[test]
    fn what_is_not_proven_is_unknown() {
        let unsigned = r#"{"alipay_trade_precreate_response":{"code":"10000"}}"#;
        let failure = r#"{"error_response":{"code":"20000","sub_code":"isp.unknow-error"}}"#;
        let refused = r#"{"error_response":{"code":"40002","sub_code":"isv.invalid-signature"}}"#;
        let other = escaped().replace("precreate", "query");
        for body in [
            "",
            "[]",
            "<html>",
            "{}",
            "{\"alipay_trade_precreate_response\":7,\"sign\":\"x\"}",
            unsigned,
            failure,
            refused,
            &other,
            &"[".repeat(100_000),
        ] {
            let error = judge(body).expect_err("nothing here is proven");
            assert!(
                matches!(error, Error::Unknown { .. }),
                "{error:?} must not be taken for an answer"
            );
        }
    }

    #[test]
    fn an_unsigned_failure_says_what_it_said() {
        let body = r#"{"error_response":{"code":"40002","sub_code":"isv.invalid-signature"}}"#;
        let error = judge(body).expect_err("it is not signed");
        assert!(
            error.to_string().contains("isv.invalid-signature"),
            "whoever reads the log must be able to find wrong keys: {error}"
        );
    }
}
