//! Texts that a customer reads in Alipay, brought into the form that Alipay takes.

/// Longest `subject` and `refund_reason`, in characters.
const LONGEST: usize = 256;
/// Longest `terminal_id`, in characters.
const LONGEST_TERMINAL: usize = 32;

/// A subject that Alipay accepts: `/`, `=` and `&` are refused there, and a comma or a quotation
/// mark would shift the columns of the bill, so each gives way to its full-width form.
pub(super) fn subject(text: &str) -> String {
    text.chars().take(LONGEST).map(widen).collect()
}

/// A reason for a refund: anything goes, up to its length.
pub(super) fn reason(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// The name of the machine in front of the customer.
pub(super) fn terminal(text: &str) -> String {
    text.chars().take(LONGEST_TERMINAL).collect()
}

const fn widen(letter: char) -> char {
    match letter {
        '/' => '／',
        '=' => '＝',
        '&' => '＆',
        ',' => '，',
        '"' => '＂',
        '\r' | '\n' | '\t' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_keeps_its_meaning_and_loses_what_alipay_refuses() {
        assert_eq!(
            subject("照片 4/6寸 x2 & \"a=b\", 100%"),
            "照片 4／6寸 x2 ＆ ＂a＝b＂， 100%",
            "refused letters become their wide forms, everything else stays"
        );
        assert_eq!(
            subject(&"照".repeat(300)).chars().count(),
            LONGEST,
            "256 characters are allowed, of whatever length in bytes"
        );
    }
}
