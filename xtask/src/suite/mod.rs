//! `cargo xtask test`: everything that must pass, cheapest first.
//!
//! Every step runs even when an earlier one failed, so that one run tells the whole story.

mod tally;

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::{bindings, demo, setup, shell, tidy, ui, workspace};
use tally::Tally;

/// The rooms that compile the kiosk's window, left out of daily builds.
const WINDOW_ROOMS: [&str; 4] = ["--package", "minilab-kiosk", "--package", "stories"];

/// Runs the steps, prints how long each took, and closes with `N passed, N failed`.
pub(crate) fn run(quick: bool) -> Result<()> {
    let mut suite = Suite::default();
    // Nothing that follows makes sense without the machine being ready.
    setup::make_sure()?;

    suite.step("format", |_| {
        shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))
    });
    suite.step("pages: format and types", |_| {
        shell::run(&mut npm(&["run", "--silent", "format:check"]))?;
        shell::run(&mut npm(&["run", "--silent", "types"]))
    });
    suite.step("pages: tests", |tally| {
        shell::watch(&mut npm(&["run", "--silent", "test"]), |line| {
            tally.vitest(line);
        })
    });
    suite.step("pages: build", |_| ui::build());
    suite.step("lints", |_| clippy(quick));
    suite.step("tidy", |_| tidy::run());
    suite.step("bindings", |_| bindings::run(true));
    suite.step("tests", |tally| cargo_test(&[], tally));
    if !quick {
        // Stories start the product's binaries, so these must be today's.
        let built = suite.step("binaries", |_| demo::build_binaries());
        if built {
            suite.step("stories", |tally| cargo_test(&WINDOW_ROOMS, tally));
            suite.step("journey", |_| {
                demo::run_headless(&workspace::target().join("journey"))
            });
        }
    }
    suite.close()
}

fn npm(arguments: &[&str]) -> Command {
    let mut command = shell::program("npm", arguments);
    command
        .current_dir(workspace::ui())
        .env("NO_COLOR", "1")
        .env("CI", "true");
    command
}

fn clippy(quick: bool) -> Result<()> {
    let mut arguments = vec!["clippy", "--quiet", "--all-targets"];
    if !quick {
        arguments.push("--workspace");
    }
    arguments.extend(["--", "--deny", "warnings"]);
    shell::run(&mut shell::cargo(&arguments))
}

fn cargo_test(packages: &[&str], tally: &mut Tally) -> Result<()> {
    let mut arguments = vec!["test", "--quiet", "--no-fail-fast"];
    arguments.extend(packages);
    shell::watch(&mut shell::cargo(&arguments), |line| tally.cargo(line))
}

/// What was run so far.
#[derive(Default)]
struct Suite {
    steps: Vec<Step>,
    tally: Tally,
}

struct Step {
    name: &'static str,
    seconds: f64,
    error: Option<String>,
}

impl Suite {
    /// Runs one step; says whether it went well.
    fn step(&mut self, name: &'static str, work: impl FnOnce(&mut Tally) -> Result<()>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let mut tally = Tally::default();
        let error = work(&mut tally).err().map(|error| format!("{error:#}"));
        let seconds = start.elapsed().as_secs_f64();
        match &error {
            Some(error) => {
                eprintln!("{error}");
                // A step that failed without a failing test failed all the same.
                tally.failed = tally.failed.max(1);
            }
            // A check without tests of its own counts as one.
            None if tally.passed == 0 => tally.passed = 1,
            None => {}
        }
        self.tally.add(&tally);
        let well = error.is_none();
        self.steps.push(Step {
            name,
            seconds,
            error,
        });
        well
    }

    fn close(&self) -> Result<()> {
        println!();
        for step in &self.steps {
            let verdict = if step.error.is_none() { "ok" } else { "FAILED" };
            println!("{:<26}{:>8.1} s  {verdict}", step.name, step.seconds);
        }
        println!("{} passed, {} failed", self.tally.passed, self.tally.failed);
        let failed: Vec<&str> = self
            .steps
            .iter()
            .filter(|step| step.error.is_some())
            .map(|step| step.name)
            .collect();
        if !failed.is_empty() {
            bail!("failed: {}", failed.join(", "));
        }
        Ok(())
    }
}
