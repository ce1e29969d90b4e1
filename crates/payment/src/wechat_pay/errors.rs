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
    if !status.is_client_error() {
        // A fault of theirs, whatever its code says: it may have come after success.
        return unknown(call, status, code);
    }
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
        _ if !code.is_empty() => refused(Refusal::Other),
        // An answer without a code: some box on the way may have made it up.
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

    /// What an error answer comes to.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Meaning {
        Unknown,
        TryLater,
        NotFound,
        Refused(Refusal),
    }

    impl From<&Error> for Meaning {
        fn from(error: &Error) -> Self {
            match error {
                Error::Unknown { .. } => Self::Unknown,
                Error::TryLater { .. } => Self::TryLater,
                Error::NotFound { .. } => Self::NotFound,
                Error::Refused { reason, .. } => Self::Refused(*reason),
            }
        }
    }

    const CALLS: [Call; 9] = [
        Call::Open,
        Call::Query,
        Call::Close,
        Call::Charge,
        Call::Reverse,
        Call::Refund,
        Call::QueryRefund,
        Call::Bill,
        Call::Certificates,
    ];

    fn judge(call: Call, status: u16, code: &str) -> Error {
        let status = StatusCode::from_u16(status).expect("a status");
        let body = format!(r#"{{"code":"{code}","message":"whatever","detail":{{}}}}"#);
        classify(call, status, body.as_bytes())
    }

    /// Status, every spelling that some page uses, and the rule. Only codes that mean the same for
    /// every call.
    #[rustfmt::skip]
    const RULES: [(u16, &[&str], Meaning); 20] = [
        (400, &["PARAM_ERROR", "PARAMERROR"], Meaning::Refused(Refusal::Request)),
        (400, &["INVALID_REQUEST", "INVALIDREQUEST"], Meaning::Refused(Refusal::Request)),
        (400, &["APPID_MCHID_NOT_MATCH"], Meaning::Refused(Refusal::Account)),
        (400, &["MCH_NOT_EXISTS"], Meaning::Refused(Refusal::Account)),
        (400, &["ORDER_CLOSED", "ORDERCLOSED"], Meaning::Refused(Refusal::OrderClosed)),
        (400, &["ORDERREVERSED", "ORDER_REVERSED"], Meaning::Refused(Refusal::OrderClosed)),
        (400, &["ORDERPAID", "ORDER_PAID"], Meaning::Refused(Refusal::AlreadyPaid)),
        (401, &["SIGN_ERROR", "SIGNERROR"], Meaning::Refused(Refusal::Account)),
        (403, &["NO_AUTH", "NOAUTH"], Meaning::Refused(Refusal::Account)),
        (403, &["RULE_LIMIT", "RULELIMIT"], Meaning::Refused(Refusal::Rule)),
        (403, &["TRADE_ERROR", "TRADEERROR"], Meaning::Refused(Refusal::Rule)),
        (403, &["REVERSE_EXPIRE"], Meaning::Refused(Refusal::Rule)),
        (403, &["OUT_TRADE_NO_USED", "OUTTRADENOUSED"], Meaning::Refused(Refusal::NumberTaken)),
        (400, &["AUTH_CODE_EXPIRE", "AUTHCODEEXPIRE", "AUTH_CODE_EXPIRED"], Meaning::Refused(Refusal::AuthCodeExpired)),
        (400, &["AUTH_CODE_INVALID", "AUTH_CODE_ERROR"], Meaning::Refused(Refusal::AuthCodeInvalid)),
        (400, &["NOTSUPORTCARD", "NOT_SUPORT_CARD", "NOT_SUPPORT_CARD"], Meaning::Refused(Refusal::PayerNotAllowed)),
        (404, &["ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"], Meaning::NotFound),
        (429, &["FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEEDED", "A_NEW_WORD_FOR_IT"], Meaning::TryLater),
        (400, &["USERPAYING", "USER_PAYING", "STATEMENT_CREATING"], Meaning::TryLater),
        (400, &["SYSTEM_ERROR", "SYSTEMERROR", "BANK_ERROR", "BANKERROR"], Meaning::Unknown),
    ];

    #[test]
    fn every_code_has_its_rule_in_every_spelling() {
        for call in CALLS {
            for (status, spellings, meaning) in RULES {
                for code in spellings {
                    let error = judge(call, status, code);
                    assert_eq!(
                        Meaning::from(&error),
                        meaning,
                        "{status} {code} when {call}: {error:?}"
                    );
                    assert_eq!(error.call(), call, "it says what was attempted");
                }
            }
        }
    }

    #[test]
    fn the_same_word_means_another_purse_when_charging() {
        for (call, code, reason) in [
            (Call::Charge, "NOT_ENOUGH", Refusal::PayerFunds),
            (Call::Charge, "NOTENOUGH", Refusal::PayerFunds),
            (Call::Refund, "NOT_ENOUGH", Refusal::BalanceShort),
            (Call::Refund, "NOTENOUGH", Refusal::BalanceShort),
            (Call::Reverse, "NOT_ENOUGH", Refusal::BalanceShort),
            (
                Call::Charge,
                "USER_ACCOUNT_ABNORMAL",
                Refusal::PayerNotAllowed,
            ),
            (Call::Refund, "USER_ACCOUNT_ABNORMAL", Refusal::PayerAccount),
            (Call::Bill, "NO_STATEMENT_EXIST", Refusal::NoTrades),
            (Call::Open, "NO_STATEMENT_EXIST", Refusal::Other),
            (Call::Open, "A_CODE_OF_TOMORROW", Refusal::Other),
        ] {
            assert_eq!(
                Meaning::from(&judge(call, 403, code)),
                Meaning::Refused(reason),
                "{code} when {call}"
            );
        }
    }

    #[test]
    fn a_fault_of_theirs_is_unknown_whatever_its_code_says() {
        for call in CALLS {
            for status in [500, 502, 503, 302] {
                for code in [
                    "SYSTEM_ERROR",
                    "BANK_ERROR",
                    "PARAM_ERROR",
                    "ORDER_NOT_EXIST",
                    "",
                ] {
                    let error = judge(call, status, code);
                    assert_eq!(
                        (Meaning::from(&error), error.retry()),
                        (Meaning::Unknown, Retry::SameParameters),
                        "{status} {code} may have come after success"
                    );
                }
            }
        }
    }

    #[test]
    fn an_answer_without_a_code_proves_nothing() {
        for body in [
            "<html>not here</html>",
            "",
            "{}",
            "[]",
            "{\"code\":7}",
            "\u{0}",
        ] {
            let error = classify(Call::Query, StatusCode::NOT_FOUND, body.as_bytes());
            assert_eq!(
                Meaning::from(&error),
                Meaning::Unknown,
                "{body:?} is from a box on the way"
            );
        }
    }

    #[test]
    fn what_only_a_person_can_mend_waits_for_one() {
        for (status, code) in [
            (401, "SIGN_ERROR"),
            (403, "NOT_ENOUGH"),
            (400, "PARAM_ERROR"),
        ] {
            assert_eq!(
                judge(Call::Refund, status, code).retry(),
                Retry::AfterAPerson,
                "{code} does not mend itself"
            );
        }
        assert_eq!(
            judge(Call::Charge, 400, "AUTH_CODE_EXPIRE").retry(),
            Retry::Never,
            "a fresh barcode needs a fresh number"
        );
    }
}
