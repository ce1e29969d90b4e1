//! From Alipay's `code` and `sub_code` to [`Error`]. Never from the text beside them.
//!
//! Source: `https://opendocs.alipay.com/common/02km9f` (codes of the gateway) and the error tables
//! on the pages of the methods (`https://opendocs.alipay.com/open/02ekfg` and those beside it).

use crate::{Call, Error, Refusal, UnknownCause};

/// `code` of a call that was done.
pub(super) const DONE: &str = "10000";
/// `code` of a charge that the customer must confirm first.
pub(super) const CUSTOMER_CONFIRMS: &str = "10003";
/// `code` of a business failure, which `sub_code` names.
const BUSINESS_FAILURE: &str = "40004";
/// Longest code kept, in characters. Documented ones are shorter.
const LONGEST_CODE: usize = 64;

/// What an answer other than `10000` means.
pub(super) fn classify(call: Call, code: &str, sub_code: &str) -> Error {
    let shown = shown(code, sub_code);
    match verdict(call, code, bare(sub_code)) {
        Verdict::Unknown => Error::Unknown {
            call,
            cause: UnknownCause::ProviderFault {
                status: 200,
                code: shown,
            },
        },
        Verdict::TryLater => Error::TryLater { call, code: shown },
        Verdict::NotFound => Error::NotFound { call, code: shown },
        Verdict::Refused(reason) => Error::Refused {
            call,
            reason,
            code: shown,
        },
    }
}

/// The more telling of the two codes, cut to 64 characters.
pub(super) fn shown(code: &str, sub_code: &str) -> String {
    let telling = if sub_code.is_empty() { code } else { sub_code };
    telling.chars().take(LONGEST_CODE).collect()
}

/// The gateway puts `aop.` before codes that it passes on.
fn bare(sub_code: &str) -> &str {
    sub_code.strip_prefix("aop.").unwrap_or(sub_code)
}

enum Verdict {
    /// It may have been done.
    Unknown,
    /// Nothing was done; the same again in a while.
    TryLater,
    NotFound,
    Refused(Refusal),
}

fn verdict(call: Call, code: &str, sub_code: &str) -> Verdict {
    match code {
        // A customer confirms charges only; said of anything else, it is no answer.
        CUSTOMER_CONFIRMS | "20000" => Verdict::Unknown,
        "40005" => Verdict::TryLater,
        "20001" | "40003" | "40006" => Verdict::Refused(Refusal::Account),
        "40001" | "40002" => Verdict::Refused(parameters(sub_code)),
        BUSINESS_FAILURE => business(call, sub_code),
        _ => Verdict::Unknown,
    }
}

/// Something about the request itself: either it shows that keys and ids are wrong, or it is not
/// what the method takes.
fn parameters(sub_code: &str) -> Refusal {
    match sub_code {
        "isv.invalid-signature"
        | "isv.invalid-signature-type"
        | "isv.missing-signature"
        | "isv.missing-signature-key"
        | "isv.missing-signature-config"
        | "isv.missing-app-id"
        | "isv.invalid-app-id"
        | "isv.missing-timestamp"
        | "isv.invalid-timestamp"
        | "isv.cert-expired"
        | "isv.invalid-cert"
        | "isv.app-cert-sn-not-match" => Refusal::Account,
        _ => Refusal::Request,
    }
}

fn business(call: Call, sub_code: &str) -> Verdict {
    let name = sub_code.strip_prefix("ACQ.").unwrap_or(sub_code);
    let charging = matches!(call, Call::Charge | Call::Open);
    let reason = match name {
        "SYSTEM_ERROR" | "REFUND_CHARGE_ERROR" | "isp.unknow-error" | "isp.unknown-error" => {
            return Verdict::Unknown;
        }
        "TRADE_NOT_EXIST" => return Verdict::NotFound,
        "isv.app-call-limited" | "isv.call-limited" | "CURRENCY_BUSY" => return Verdict::TryLater,
        "TRADE_HAS_SUCCESS" => Refusal::AlreadyPaid,
        "TRADE_HAS_CLOSE" => Refusal::OrderClosed,
        // Paid so long ago that nothing goes back any more.
        "TRADE_HAS_FINISHED" => match call {
            Call::Refund | Call::Reverse | Call::QueryRefund => Refusal::Rule,
            _ => Refusal::AlreadyPaid,
        },
        // The page's advice is a fresh barcode: too old, used before and unknown are one code.
        "PAYMENT_AUTH_CODE_INVALID" => Refusal::AuthCodeExpired,
        "CONTEXT_INCONSISTENT" | "DISCORDANT_REPEAT_REQUEST" => Refusal::NumberTaken,
        "BUYER_BALANCE_NOT_ENOUGH"
        | "BUYER_BANKCARD_BALANCE_NOT_ENOUGH"
        | "BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR"
        | "BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR" => Refusal::PayerFunds,
        "BUYER_ENABLE_STATUS_FORBID" | "BUYER_NOT_EXIST" | "BUYER_ERROR" if !charging => {
            Refusal::PayerAccount
        }
        "REFUND_ACCOUNT_NOT_EXIST" | "USER_NOT_MATCH_ERR" => Refusal::PayerAccount,
        "BUYER_ENABLE_STATUS_FORBID"
        | "BUYER_NOT_EXIST"
        | "BUYER_ERROR"
        | "BUYER_SELLER_EQUAL"
        | "TRADE_BUYER_NOT_MATCH"
        | "ERROR_BUYER_CERTIFY_LEVEL_LIMIT"
        | "ERROR_BALANCE_PAYMENT_DISABLE"
        | "MOBILE_PAYMENT_SWITCH_OFF"
        | "USER_FACE_PAYMENT_SWITCH_OFF"
        | "NO_PAYMENT_INSTRUMENTS_AVAILABLE"
        | "PULL_MOBILE_CASHIER_FAIL"
        | "PAYMENT_REQUEST_HAS_RISK"
        | "PAYMENT_FAIL" => Refusal::PayerNotAllowed,
        "SELLER_BALANCE_NOT_ENOUGH" => Refusal::BalanceShort,
        "ACCESS_FORBIDDEN" | "PARTNER_ERROR" | "SELLER_BEEN_BLOCKED" | "INVALID_STORE_ID" => {
            Refusal::Account
        }
        "INVALID_PARAMETER" | "EXIST_FORBIDDEN_WORD" | "isv.invalid-arguments" => Refusal::Request,
        "TOTAL_FEE_EXCEED"
        | "BEYOND_PAY_RESTRICTION"
        | "BEYOND_PER_RECEIPT_RESTRICTION"
        | "REFUND_AMT_NOT_EQUAL_TOTAL"
        | "REFUND_FEE_ERROR"
        | "NOT_ALLOW_PARTIAL_REFUND"
        | "ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND"
        | "TRADE_STATUS_ERROR"
        | "TRADE_NOT_ALLOW_REFUND"
        | "REASON_TRADE_STATUS_INVALID"
        | "REASON_TRADE_REFUND_FEE_ERR"
        | "REASON_TRADE_BEEN_FREEZEN" => Refusal::Rule,
        // Written with `isp.` on the page and with `isv.` by older gateways.
        "isp.bill_not_exist" | "isv.bill_not_exist" if call == Call::Bill => Refusal::NoTrades,
        // Any other fault of theirs: it may have been done.
        _ if name.starts_with("isp.") => return Verdict::Unknown,
        _ if name.starts_with("isv.") => parameters(name),
        _ => Refusal::Other,
    };
    Verdict::Refused(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a rule of the table demands.
    #[derive(Debug, PartialEq, Eq)]
    enum Rule {
        Unknown,
        TryLater,
        NotFound,
        Refused(Refusal),
    }

    fn rule(call: Call, code: &str, sub_code: &str) -> Rule {
        match classify(call, code, sub_code) {
            Error::Unknown { .. } => Rule::Unknown,
            Error::TryLater { .. } => Rule::TryLater,
            Error::NotFound { .. } => Rule::NotFound,
            Error::Refused { reason, .. } => Rule::Refused(reason),
        }
    }

    #[test]
    fn every_documented_code_follows_its_rule() {
        use Call::{Bill, Charge, Close, Open, Query, Refund, Reverse};
        use Rule::{NotFound, Refused, TryLater, Unknown};
        let table = [
            (Query, "20000", "aop.unknow-error", Unknown),
            (Query, "20000", "isp.unknow-error", Unknown),
            (Query, "10003", "", Unknown),
            (Query, "99999", "", Unknown),
            (Query, "", "", Unknown),
            (Query, "40005", "isv.app-call-limited", TryLater),
            (
                Query,
                "20001",
                "aop.invalid-auth-token",
                Refused(Refusal::Account),
            ),
            (
                Query,
                "40006",
                "isv.insufficient-isv-permissions",
                Refused(Refusal::Account),
            ),
            (
                Query,
                "40002",
                "isv.invalid-signature",
                Refused(Refusal::Account),
            ),
            (
                Query,
                "40002",
                "isv.invalid-app-id",
                Refused(Refusal::Account),
            ),
            (
                Query,
                "40002",
                "isv.invalid-timestamp",
                Refused(Refusal::Account),
            ),
            (
                Query,
                "40001",
                "isv.missing-method",
                Refused(Refusal::Request),
            ),
            (Query, "40002", "", Refused(Refusal::Request)),
            (Query, "40004", "ACQ.TRADE_NOT_EXIST", NotFound),
            (Query, "40004", "ACQ.SYSTEM_ERROR", Unknown),
            (Query, "40004", "aop.ACQ.SYSTEM_ERROR", Unknown),
            (Query, "40004", "isp.unknow-error", Unknown),
            (Query, "40004", "isp.anything-new", Unknown),
            (
                Query,
                "40004",
                "ACQ.INVALID_PARAMETER",
                Refused(Refusal::Request),
            ),
            (Query, "40004", "ACQ.ANYTHING_NEW", Refused(Refusal::Other)),
            (Query, "40004", "", Refused(Refusal::Other)),
            (
                Open,
                "40004",
                "ACQ.TRADE_HAS_SUCCESS",
                Refused(Refusal::AlreadyPaid),
            ),
            (
                Open,
                "40004",
                "ACQ.TRADE_HAS_CLOSE",
                Refused(Refusal::OrderClosed),
            ),
            (
                Open,
                "40004",
                "ACQ.CONTEXT_INCONSISTENT",
                Refused(Refusal::NumberTaken),
            ),
            (
                Open,
                "40004",
                "ACQ.TOTAL_FEE_EXCEED",
                Refused(Refusal::Rule),
            ),
            (
                Open,
                "40004",
                "ACQ.ACCESS_FORBIDDEN",
                Refused(Refusal::Account),
            ),
            (
                Open,
                "40004",
                "ACQ.EXIST_FORBIDDEN_WORD",
                Refused(Refusal::Request),
            ),
            (
                Charge,
                "40004",
                "ACQ.PAYMENT_AUTH_CODE_INVALID",
                Refused(Refusal::AuthCodeExpired),
            ),
            (
                Charge,
                "40004",
                "ACQ.BUYER_BALANCE_NOT_ENOUGH",
                Refused(Refusal::PayerFunds),
            ),
            (
                Charge,
                "40004",
                "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR",
                Refused(Refusal::PayerFunds),
            ),
            (
                Charge,
                "40004",
                "ACQ.PAYMENT_FAIL",
                Refused(Refusal::PayerNotAllowed),
            ),
            (
                Charge,
                "40004",
                "ACQ.BUYER_ENABLE_STATUS_FORBID",
                Refused(Refusal::PayerNotAllowed),
            ),
            (Charge, "40004", "ACQ.SYSTEM_ERROR", Unknown),
            (Close, "40004", "ACQ.TRADE_NOT_EXIST", NotFound),
            (
                Close,
                "40004",
                "ACQ.TRADE_STATUS_ERROR",
                Refused(Refusal::Rule),
            ),
            (
                Close,
                "40004",
                "ACQ.TRADE_HAS_FINISHED",
                Refused(Refusal::AlreadyPaid),
            ),
            (
                Reverse,
                "40004",
                "ACQ.SELLER_BALANCE_NOT_ENOUGH",
                Refused(Refusal::BalanceShort),
            ),
            (
                Reverse,
                "40004",
                "ACQ.REASON_TRADE_BEEN_FREEZEN",
                Refused(Refusal::Rule),
            ),
            (
                Refund,
                "40004",
                "ACQ.SELLER_BALANCE_NOT_ENOUGH",
                Refused(Refusal::BalanceShort),
            ),
            (
                Refund,
                "40004",
                "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
                Refused(Refusal::Rule),
            ),
            (
                Refund,
                "40004",
                "ACQ.TRADE_HAS_FINISHED",
                Refused(Refusal::Rule),
            ),
            (
                Refund,
                "40004",
                "ACQ.DISCORDANT_REPEAT_REQUEST",
                Refused(Refusal::NumberTaken),
            ),
            (
                Refund,
                "40004",
                "ACQ.TRADE_STATUS_ERROR",
                Refused(Refusal::Rule),
            ),
            (
                Refund,
                "40004",
                "ACQ.BUYER_ENABLE_STATUS_FORBID",
                Refused(Refusal::PayerAccount),
            ),
            (Refund, "40004", "ACQ.SYSTEM_ERROR", Unknown),
            (
                Bill,
                "40004",
                "isp.bill_not_exist",
                Refused(Refusal::NoTrades),
            ),
            (
                Bill,
                "40004",
                "isv.bill_not_exist",
                Refused(Refusal::NoTrades),
            ),
        ];
        for (call, code, sub_code, expected) in table {
            assert_eq!(
                rule(call, code, sub_code),
                expected,
                "{code} {sub_code} while {call}"
            );
        }
    }

    #[test]
    fn what_is_shown_of_a_code_is_short() {
        let error = classify(Call::Query, "40004", &"照".repeat(5000));
        let Error::Refused { code, .. } = error else {
            panic!("an unknown business failure is a refusal: {error:?}");
        };
        assert_eq!(code.chars().count(), 64, "a log line stays a line");
    }
}
