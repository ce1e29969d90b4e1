//! What was tried, as one table and as JSON. Keys are added, never renamed.

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Held,
    Failed,
}

/// One test with one seed.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) chapter: &'static str,
    pub(super) seed: u64,
    pub(super) cases: u64,
    pub(super) seconds: u64,
    pub(super) outcome: Outcome,
    /// The one command that does the same again.
    pub(super) replay: String,
}

/// Everything that was tried.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    seed: u64,
    minutes: u64,
    pub(super) lines: Vec<Line>,
}

impl Table {
    pub(super) const fn new(seed: u64, minutes: u64) -> Self {
        Self {
            seed,
            minutes,
            lines: Vec::new(),
        }
    }

    pub(super) fn failed(&self) -> bool {
        self.failures().next().is_some()
    }

    fn failures(&self) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|line| line.outcome == Outcome::Failed)
    }

    pub(super) fn print(&self) {
        println!("\n{:<48}{:>10}{:>10}{:>9}", "", "seed", "cases", "seconds");
        for line in &self.lines {
            println!("{line}");
        }
        let cases: u64 = self.lines.iter().map(|line| line.cases).sum();
        println!("{cases} cases, {} failures", self.failures().count());
        for line in self.failures() {
            println!("again: {}", line.replay);
        }
    }

    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("writing the table")?;
        fs::write(file, text + "\n").with_context(|| format!("writing {}", file.display()))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            Outcome::Held => "held",
            Outcome::Failed => "FAILED",
        };
        write!(
            formatter,
            "{:<48}{:>10}{:>10}{:>9}  {outcome}",
            self.chapter, self.seed, self.cases, self.seconds
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torture::chapter::CHAPTERS;

    #[test]
    fn a_failure_is_told_with_the_command_that_replays_it() {
        let [chapter, _] = &CHAPTERS;
        let mut table = Table::new(7, 1);
        table.lines.push(Line {
            chapter: chapter.name,
            seed: 7,
            cases: 10,
            seconds: 3,
            outcome: Outcome::Held,
            replay: chapter.replay(7),
        });
        assert!(!table.failed(), "what held is no failure");
        table.lines[0].outcome = Outcome::Failed;
        assert!(table.failed(), "what failed fails the whole");
        let replay = &table.lines[0].replay;
        assert!(
            replay.starts_with("MINILAB_MUTANT_SEED=7 ")
                && replay.contains("cargo test -p darkroom"),
            "seed and test are all one needs: {replay}"
        );
    }
}
