//! Discount codes: a kiosk knows none and asks about the one that a customer typed.

use order::{CodeRefusal, CodeTerms};
use serde::{Deserialize, Serialize};

/// What the customer typed; capitals, spaces and dashes make no difference.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeCheck {
    /// The code.
    pub code: String,
}

impl std::fmt::Debug for CodeCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeCheck(***)")
    }
}

/// What a code is worth at this kiosk, now. It is used up only when a payment is opened with it,
/// and may be refused then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeReading {
    /// Its terms.
    pub terms: CodeTerms,
}

/// The problem by which a refusal is known.
pub const fn problem(refusal: CodeRefusal) -> &'static str {
    match refusal {
        CodeRefusal::Unknown => "code_unknown",
        CodeRefusal::NotYet => "code_not_yet",
        CodeRefusal::Expired => "code_expired",
        CodeRefusal::UsedUp => "code_used_up",
        CodeRefusal::TooManyTries => "code_too_many_tries",
    }
}

/// The refusal that a problem tells of, if it is one.
pub fn refusal(problem_code: &str) -> Option<CodeRefusal> {
    [
        CodeRefusal::Unknown,
        CodeRefusal::NotYet,
        CodeRefusal::Expired,
        CodeRefusal::UsedUp,
        CodeRefusal::TooManyTries,
    ]
    .into_iter()
    .find(|known| problem(*known) == problem_code)
}

/// The code as it is compared: letters and digits only, in capitals, full-width ones in their
/// usual form. Nothing when it is shorter than 4 or longer than 24 of them.
pub fn plain(typed: &str) -> Option<String> {
    let plain: String = typed
        .chars()
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            other => other,
        })
        .filter(|letter| !matches!(letter, ' ' | '-' | '\u{3000}'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let fits = (4..=24).contains(&plain.len());
    (fits && plain.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        for typed in ["AUTUMN26", "autumn 26", "Autumn-26", "ＡＵＴＵＭＮ２６"] {
            assert_eq!(plain(typed).as_deref(), Some("AUTUMN26"), "{typed}");
        }
        let long = "A".repeat(25);
        for wrong in ["", "abc", "a' or 1=1", "优惠码优惠码", &long] {
            assert_eq!(plain(wrong), None, "{wrong} is no code");
        }
    }

    #[test]
    fn every_refusal_is_told_by_its_own_problem() {
        for one in ["code_unknown", "code_used_up", "code_too_many_tries"] {
            let known = refusal(one).expect("a refusal");
            assert_eq!(problem(known), one, "there and back");
        }
        assert_eq!(refusal("quote_wrong"), None, "other problems are none");
    }
}
