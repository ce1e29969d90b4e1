//! Amounts, times and random numbers as Alipay writes them.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// Fen from yuan with at most two decimals; nothing for any other text.
pub(super) fn fen(yuan: &str) -> Option<i64> {
    let (whole, decimals) = yuan.split_once('.').unwrap_or((yuan, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 2 || whole.len() > 9 {
        return None;
    }
    format!("{whole}{decimals:0<2}").parse().ok()
}

/// Yuan with two decimals.
pub(super) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Milliseconds since the epoch.
pub(super) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// The moment by the clocks of Beijing.
pub(super) fn beijing(ms: i64) -> Zoned {
    Timestamp::from_millisecond(ms)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned(TimeZone::fixed(Offset::constant(8)))
}

/// `2026-11-22 18:00:20`, Beijing time.
pub(super) fn written(ms: i64) -> String {
    beijing(ms).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Milliseconds since the epoch, from `2026-11-22 18:00:20` in Beijing.
pub(super) fn moment_ms(text: &str) -> Option<i64> {
    let civil = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    let zone = TimeZone::fixed(Offset::constant(8));
    Some(civil.to_zoned(zone).ok()?.timestamp().as_millisecond())
}

/// Milliseconds of `5m`, `2h` or `1d`.
pub(super) fn span_ms(text: &str) -> Option<i64> {
    let unit_ms = match text.chars().last()? {
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        _ => return None,
    };
    let count: u16 = text.get(..text.len() - 1)?.parse().ok()?;
    Some(i64::from(count) * unit_ms)
}

/// Random bytes from the system.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has a source of randomness");
    bytes
}

/// `N` random digits.
pub(super) fn digits<const N: usize>() -> String {
    random::<N>()
        .iter()
        .map(|byte| char::from(b'0' + byte % 10))
        .collect()
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
