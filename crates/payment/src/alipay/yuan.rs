//! Amounts at Alipay's edge: yuan as text, fen inside, and never a floating point between them.

use order::Money;

/// `6.00` from 600 fen.
pub(super) fn yuan(amount: Money) -> String {
    let fen = amount.minor();
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Fen from yuan with at most two decimals. A bill writes what went back with a minus sign.
pub(super) fn fen(yuan: &str) -> Option<Money> {
    let (sign, amount) = match yuan.strip_prefix('-') {
        Some(amount) => (-1, amount),
        None => (1, yuan),
    };
    let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 2 || !digits(whole) || !digits(decimals) {
        return None;
    }
    let minor: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
    Some(Money::from_minor(sign * minor))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_written_with_two_decimals() {
        for (minor, text) in [
            (1, "0.01"),
            (10, "0.10"),
            (600, "6.00"),
            (-1205, "-12.05"),
            (10_000_000_000, "100000000.00"),
        ] {
            assert_eq!(
                yuan(Money::from_minor(minor)),
                text,
                "Alipay takes yuan with two decimals"
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            ".",
            ".5",
            "-",
            "--1",
            "+1",
            "1.234",
            "1,00",
            "1e2",
            "６.00",
            " 1.00",
            "1.-2",
            "99999999999999999999.00",
        ] {
            assert_eq!(fen(text), None, "{text:?} must not become money");
        }
        assert_eq!(
            fen("6"),
            Some(Money::from_minor(600)),
            "decimals may be missing"
        );
        assert_eq!(fen("6.5"), Some(Money::from_minor(650)), "or short");
    }

    proptest! {
        #[test]
        fn every_amount_survives_the_way_out_and_back(minor in -1_000_000_000_000_i64..1_000_000_000_000) {
            let amount = Money::from_minor(minor);
            prop_assert_eq!(fen(&yuan(amount)), Some(amount), "not a fen is lost at the edge");
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _read = fen(&text);
        }
    }
}
