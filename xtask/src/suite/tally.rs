//! How many tests passed and failed, read from what the runners print.

/// Tests so far.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u32,
    pub(super) failed: u32,
}

impl Tally {
    /// Reads a line of `cargo test`: `test result: ok. 12 passed; 0 failed; 1 ignored; ...`.
    pub(super) fn cargo(&mut self, line: &str) {
        let Some((_, counts)) = line
            .strip_prefix("test result: ")
            .and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        self.count(counts.split(';'));
    }

    /// Reads a line of vitest: `      Tests  1 failed | 12 passed (13)`.
    pub(super) fn vitest(&mut self, line: &str) {
        let Some(counts) = line.trim_start().strip_prefix("Tests ") else {
            return;
        };
        let counts = counts.split('(').next().unwrap_or(counts);
        self.count(counts.split('|'));
    }

    /// Adds the tests of another runner.
    pub(super) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    fn count<'a>(&mut self, parts: impl Iterator<Item = &'a str>) {
        for part in parts {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse::<u32>().ok());
            match (number, words.next()) {
                (Some(number), Some("passed")) => self.passed += number,
                (Some(number), Some("failed")) => self.failed += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_runners_are_summed() {
        let mut tally = Tally::default();
        tally.cargo("running 3 tests");
        tally.cargo(
            "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; \
             finished in 0.01s",
        );
        tally.cargo("test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured");
        tally.vitest(" Test Files  1 failed | 2 passed (3)");
        tally.vitest("      Tests  1 failed | 20 passed (21)");
        assert_eq!(
            tally,
            Tally {
                passed: 37,
                failed: 3
            },
            "files are no tests, ignored tests did not pass"
        );
    }
}
