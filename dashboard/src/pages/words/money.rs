//! Amounts as people read and type them.

use order::Money;

/// `¥1,234.50`, `-¥0.05`.
pub(crate) fn shown(amount: Money) -> String {
    let minor = amount.minor().unsigned_abs();
    let sign = if amount.minor() < 0 { "-" } else { "" };
    format!("{sign}¥{}.{:02}", grouped(minor / 100), minor % 100)
}

/// `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What a person typed as a price: `2.5`, `2.50`, `¥2,000`, also in full-width digits. Nothing
/// when it is not an amount with at most two decimals.
pub(crate) fn typed(text: &str) -> Option<Money> {
    let plain: String = text
        .chars()
        .map(half_width)
        .filter(|letter| !matches!(letter, ',' | ' ' | '¥' | '\u{ffe5}'))
        .collect();
    let (major, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = !plain.is_empty() && plain != "." && fraction.len() <= 2;
    if !shaped || !digits(major) || !digits(fraction) || major.len() > 9 {
        return None;
    }
    let major: i64 = if major.is_empty() {
        0
    } else {
        major.parse().ok()?
    };
    let fraction: i64 = format!("{fraction:0<2}").parse().ok()?;
    Some(Money::from_minor(major * 100 + fraction))
}

/// Full-width digits and points, as Chinese keyboards type them, in their usual form.
pub(crate) fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3002}' => '.',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_with_groups_and_two_decimals() {
        let shown: Vec<String> = [0, 5, 123_450, 100_000_000, -5]
            .map(|minor| shown(Money::from_minor(minor)))
            .into();
        assert_eq!(
            shown,
            ["¥0.00", "¥0.05", "¥1,234.50", "¥1,000,000.00", "-¥0.05"],
            "as on a receipt"
        );
    }

    #[test]
    fn prices_are_read_as_people_type_them_and_nothing_is_guessed() {
        let cases = [
            ("2.5", Some(250)),
            ("2.50", Some(250)),
            ("3", Some(300)),
            (".5", Some(50)),
            ("¥2,000", Some(200_000)),
            ("２．５", Some(250)),
            ("2.505", None),
            ("-1", None),
            ("two", None),
            ("", None),
            (".", None),
            ("99999999999", None),
        ];
        for (text, minor) in cases {
            assert_eq!(
                typed(text).map(Money::minor),
                minor,
                "{text:?} is read as it should be"
            );
        }
    }
}
