//! `cargo xtask test`: everything that must pass, cheapest first.
//!
//! Every step runs even when an earlier one failed, so that one run tells the whole story.

mod tally;

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::{bindings, demo, setup, shell, tidy, ui, workspace};
use tally::Tally;

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
    suite.step("pages: tests", |tally| vitest("test", tally));
    suite.step("pages: build", |_| ui::build());
    suite.step("tidy", |_| tidy::run());
    suite.step("build", |_| build(quick));
    suite.step("lints", |_| clippy(quick));
    suite.step("bindings", |_| bindings::run_as_built(true));
    suite.step("tests", |tally| cargo_test(quick, tally));
    if !quick {
        suite.step("pages: in a browser", |tally| vitest("test:browser", tally));
        suite.step("journey", |_| {
            demo::run_headless(&workspace::target().join("journey"))
        });
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

fn vitest(script: &str, tally: &mut Tally) -> Result<()> {
    shell::watch(&mut npm(&["run", "--silent", script]), |line| {
        tally.vitest(line);
    })
}

/// Builds all that the later steps run, tests and binaries alike, in one go: cargo compiles a
/// dependency anew for every other choice of packages, so every step makes the same choice.
fn build(quick: bool) -> Result<()> {
    shell::run(&mut shell::cargo(&scope(
        "build",
        &["--all-targets"],
        quick,
    )))
}

fn clippy(quick: bool) -> Result<()> {
    let mut arguments = scope("clippy", &["--all-targets"], quick);
    arguments.extend(["--", "--deny", "warnings"]);
    shell::run(&mut shell::cargo(&arguments))
}

fn cargo_test(quick: bool, tally: &mut Tally) -> Result<()> {
    let arguments = scope("test", &["--no-fail-fast"], quick);
    shell::watch(&mut shell::cargo(&arguments), |line| tally.cargo(line))
}

/// A cargo command over the daily rooms, or over all of them, the kiosk's window included.
fn scope<'a>(command: &'a str, options: &[&'a str], quick: bool) -> Vec<&'a str> {
    let mut arguments = vec![command, "--quiet"];
    arguments.extend(options);
    if !quick {
        arguments.push("--workspace");
    }
    arguments
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
