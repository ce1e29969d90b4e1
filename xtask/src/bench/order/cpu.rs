//! What a process has spent so far, by the kernel's books.

use std::fs;

use anyhow::{Context, Result};

/// Linux tells programs hundredths, whatever it counts in itself.
const TICKS_PER_SECOND: f64 = 100.0;

/// Processor time of process `id`, all its threads, in seconds.
pub(super) fn seconds(id: u32) -> Result<f64> {
    let file = format!("/proc/{id}/stat");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {file}"))?;
    let ticks = ticks(&text).with_context(|| format!("{file} is not understood"))?;
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

/// User and system time of a line of `stat`: the 14th and 15th field. The second, the program's
/// name in brackets, may contain anything.
fn ticks(line: &str) -> Option<u64> {
    let (_, rest) = line.rsplit_once(") ")?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_blanks_does_not_shift_the_fields() {
        let line = "7 (a ) b) S 1 7 7 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 9 0 1 2 3";
        assert_eq!(ticks(line), Some(200), "user and system time, added");
        assert_eq!(ticks("nonsense"), None, "and no figure out of nothing");
    }
}
