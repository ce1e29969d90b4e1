//! From HTTP status and WeChat Pay's code to [`Error`]. Never from the text beside it.

use http::StatusCode;
use serde::Deserialize;

use crate::{Call, Error, Refusal, UnknownCause};

#[derive(Deserialize)]
struct Complaint {
    code: String,
}

/// What an answer other than 2xx means. It is not verified, so it never makes anything paid or
/// closed by itself.
pub(super) fn classify(call: Call, status: StatusCode, body: &[u8]) -> Error {
    let code = code_of(body).unwrap_or_default();
    let refused = |reason| Error::Refused {
        call,
        reason,
        code: code.clone(),
    };
    match (spelled(&code).as_str(), call) {
        (
            "FREQUENCYLIMITED"
            | "FREQUENCYLIMITEXCEED"
            | "RATELIMITEXCEEDED"
            | "USERPAYING"
            | "STATEMENTCREATING",
            _,
        ) => Error::TryLater { call, code },
        ("ORDERNOTEXIST" | "RESOURCENOTEXISTS", _) => Error::NotFound { call, code },
        ("ORDERPAID", _) => refused(Refusal::AlreadyPaid),
        ("ORDERCLOSED" | "ORDERREVERSED", _) => refused(Refusal::OrderClosed),
        ("OUTTRADENOUSED", _) => refused(Refusal::NumberTaken),
        ("NOSTATEMENTEXIST", Call::Bill) => refused(Refusal::NoTrades),
        ("AUTHCODEEXPIRE" | "AUTHCODEEXPIRED", _) => refused(Refusal::AuthCodeExpired),
        ("AUTHCODEUSED", _) => refused(Refusal::AuthCodeUsed),
        ("AUTHCODEERROR" | "AUTHCODEINVALID", _) => refused(Refusal::AuthCodeInvalid),
        // The same word for two purses: the customer's when we charge, ours when we give back.
        ("NOTENOUGH", Call::Charge) => refused(Refusal::PayerFunds),
        ("NOTENOUGH", _) => refused(Refusal::BalanceShort),
        ("NOTSUPORTCARD" | "NOTSUPPORTCARD" | "BUYERMISMATCH", _) => {
            refused(Refusal::PayerNotAllowed)
        }
        ("USERACCOUNTABNORMAL", Call::Charge) => refused(Refusal::PayerNotAllowed),
        ("USERACCOUNTABNORMAL", _) => refused(Refusal::PayerAccount),
        ("SIGNERROR" | "NOAUTH" | "APPIDMCHIDNOTMATCH" | "MCHNOTEXISTS", _) => {
            refused(Refusal::Account)
        }
        ("PARAMERROR" | "INVALIDREQUEST", _) => refused(Refusal::Request),
        ("RULELIMIT" | "TRADEERROR" | "REVERSEEXPIRE", _) => refused(Refusal::Rule),
        ("SYSTEMERROR" | "BANKERROR", _) => unknown(call, status, code),
        _ if status == StatusCode::TOO_MANY_REQUESTS => Error::TryLater { call, code },
        _ if status.is_client_error() && !code.is_empty() => refused(Refusal::Other),
        // A 5xx, or an answer without a code: some box on the way may have made it up.
        _ => unknown(call, status, code),
    }
}

/// The code in the body of an answer, if there is one.
pub(super) fn code_of(body: &[u8]) -> Option<String> {
    let complaint: Complaint = serde_json::from_slice(body).ok()?;
    Some(complaint.code.chars().take(64).collect())
}

/// The code without underscores, in capitals: pages of the same documentation disagree about
/// them, so all spellings are one.
pub(super) fn spelled(code: &str) -> String {
    code.chars()
        .filter(|letter| *letter != '_')
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

fn unknown(call: Call, status: StatusCode, code: String) -> Error {
    Error::Unknown {
        call,
        cause: UnknownCause::ProviderFault {
            status: status.as_u16(),
            code,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Retry;

    fn judge(status: u16, body: &str) -> Error {
        let status = StatusCode::from_u16(status).expect("a status");
        classify(Call::Open, status, body.as_bytes())
    }

    #[test]
    fn both_spellings_of_a_code_mean_the_same() {
        for code in ["ORDERPAID", "ORDER_PAID"] {
            let error = judge(400, &format!(r#"{{"code":"{code}","message":"x"}}"#));
            assert!(
                matches!(
                    error,
                    Error::Refused {
                        reason: Refusal::AlreadyPaid,
                        ..
                    }
                ),
                "{code} was read as {error:?}"
            );
        }
    }

    #[test]
    fn an_answer_without_a_code_proves_nothing() {
        for (status, body) in [(404, "<html>not here</html>"), (502, ""), (302, "{}")] {
            let error = judge(status, body);
            assert!(
                matches!(error, Error::Unknown { .. }),
                "{status} from a box on the way was read as {error:?}"
            );
            assert_eq!(
                error.retry(),
                Retry::SameParameters,
                "unknown is asked again"
            );
        }
    }

    #[test]
    fn trouble_of_theirs_is_unknown_and_trouble_of_ours_waits_for_a_person() {
        assert_eq!(
            judge(500, r#"{"code":"SYSTEM_ERROR"}"#).retry(),
            Retry::SameParameters,
            "a fault of theirs may have come after success"
        );
        assert_eq!(
            judge(401, r#"{"code":"SIGN_ERROR"}"#).retry(),
            Retry::AfterAPerson,
            "wrong keys do not mend themselves"
        );
        assert_eq!(
            judge(403, r#"{"code":"NOT_ENOUGH"}"#).retry(),
            Retry::AfterAPerson,
            "somebody must top the balance up"
        );
    }
}
