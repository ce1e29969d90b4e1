//! What is tried: one entry for each test that takes a seed.

use std::process::Command;

use crate::shell;

/// A test and how it is told what to try.
#[derive(Debug)]
pub(super) struct Chapter {
    /// What it proves.
    pub(super) name: &'static str,
    /// The room it belongs to.
    pub(super) package: &'static str,
    /// Where in the room it stands, as cargo is told.
    pub(super) target: &'static [&'static str],
    /// The test in it.
    pub(super) test: &'static str,
    /// The environment variable of the seed.
    pub(super) seed_variable: &'static str,
    /// The environment variable of the number of cases.
    pub(super) cases_variable: &'static str,
    /// How many cases are tried with one seed: as many as take a minute or two.
    pub(super) cases: u64,
}

pub(super) const CHAPTERS: [Chapter; 2] = [
    Chapter {
        name: "a stranger's file is a picture or a sentence",
        package: "darkroom",
        target: &["--test", "hostile"],
        test: "ten_thousand_mutants_are_pictures_or_refusals",
        seed_variable: "MINILAB_MUTANT_SEED",
        cases_variable: "MINILAB_MUTANTS",
        // 28 whole files take turns in being damaged, two of them at least of each format, so that
        // five seeds are ten thousand mutants of the rarest format.
        cases: 28_000,
    },
    Chapter {
        name: "an order's books balance",
        package: "dashboard",
        target: &["--lib"],
        test: "whatever_happens_the_books_balance",
        seed_variable: "MINILAB_SCHEDULE_SEED",
        cases_variable: "MINILAB_SCHEDULES",
        cases: 20_000,
    },
];

impl Chapter {
    /// The test, by cargo.
    pub(super) fn command(&self) -> Command {
        let mut command = shell::cargo(&["test", "--quiet", "-p", self.package]);
        command.args(self.target).arg(self.test);
        command
    }

    /// What a person types to have it again.
    pub(super) fn replay(&self, seed: u64) -> String {
        format!(
            "{}={seed} {}={} cargo test -p {} {} {}",
            self.seed_variable,
            self.cases_variable,
            self.cases,
            self.package,
            self.target.join(" "),
            self.test
        )
    }
}
