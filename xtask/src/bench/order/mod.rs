//! How many whole payments a second the broker takes: kiosks open them, customers pay at the
//! sandbox, the sandbox notifies, the poller queries, the dashboard settles and the kiosks hear of
//! it. Four real processes over loopback share this machine: dashboard (SQLite on its disk),
//! sandbox, kiosks with their customers, and this one; processor time is told apart by process.
//!
//! Customers come at a steady rate whatever the dashboard makes of it, so that a slow answer
//! cannot slow the questions down. They come ever faster until they are not all served; the
//! fastest rate at which they are is then measured.

mod cast;
mod cpu;

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use super::report::{Bound, Report, Row, machine};
use crate::workspace::Build;
use cast::Cast;

/// How often the rush is let in, each time into an empty house.
const RUNS: usize = 3;

/// What has to be reached.
const PAYMENTS_PER_SECOND: f64 = 300.0;

/// How many customers come a second: the last rate is a little more than has to be reached.
const RATES: [u32; 8] = [25, 50, 75, 100, 150, 200, 250, 310];

/// All are served if payments end at so much of the rate that customers come at; the last ones are
/// still at their phones when the rush is over.
const SERVED: f64 = 0.95;

/// How long they come.
const RUSH: Duration = Duration::from_secs(12);

/// How soon a notification must be answered, of a hundred all but one.
const ANSWER_LIMIT_MS: f64 = 50.0;

/// What RSA does in the dashboard for a payment: two requests of ours (open, query) are signed;
/// two answers and a notification are verified.
const SIGNATURES: f64 = 2.0;
const VERIFICATIONS: f64 = 3.0;

/// What one run found.
#[derive(Debug)]
struct Run {
    rate: u32,
    per_second: f64,
    answered_ms: f64,
    answered_median_ms: f64,
    opened_ms: f64,
    known_ms: f64,
    dashboard_cores: f64,
    sandbox_cores: f64,
    kiosks_cores: f64,
    dashboard_ms_a_payment: f64,
    rsa_share: f64,
}

pub(super) fn measure(build: Build) -> Result<Report> {
    let mut runs = at_the_limit(build)?;
    let rate = runs
        .first()
        .context("not even the slowest rate was served")?
        .rate;
    for _ in 1..RUNS {
        runs.extend(once(build, rate)?);
    }
    let row = |name: &str, unit, figure: fn(&Run) -> f64| {
        Row::new(name, unit, &runs.iter().map(figure).collect::<Vec<_>>())
    };
    Ok(Report {
        bench: "order",
        machine: machine(),
        runs: runs.len(),
        rows: vec![
            row("whole payments a second", "1/s", |run| run.per_second)?
                .bound(Bound::AtLeast(PAYMENTS_PER_SECOND)),
            row("notification answered, 99 of 100", "ms", |run| {
                run.answered_ms
            })?
            .bound(Bound::AtMost(ANSWER_LIMIT_MS)),
            row("notification answered, median", "ms", |run| {
                run.answered_median_ms
            })?,
            row("code on the kiosk, 99 of 100", "ms", |run| run.opened_ms)?,
            row("paid to known at the kiosk, 99 of 100", "ms", |run| {
                run.known_ms
            })?,
            row("dashboard, cores", "", |run| run.dashboard_cores)?,
            row("sandbox, cores", "", |run| run.sandbox_cores)?,
            row("kiosks and customers, cores", "", |run| run.kiosks_cores)?,
            row("dashboard, processor time a payment", "ms", |run| {
                run.dashboard_ms_a_payment
            })?,
            row("of which RSA", "%", |run| 100.0 * run.rsa_share)?,
        ],
    })
}

/// The run at the fastest rate that was served.
fn at_the_limit(build: Build) -> Result<Vec<Run>> {
    let mut fastest = Vec::new();
    for rate in RATES {
        let Some(run) = once(build, rate)? else { break };
        fastest = vec![run];
    }
    Ok(fastest)
}

/// One rush; nothing if it was too much.
fn once(build: Build, rate: u32) -> Result<Option<Run>> {
    let cast = Cast::assemble(build)?;
    let rsa = cast.rsa()?;
    let before = cast.readings()?;
    let said = cast.rush(rate, RUSH)?;
    let after = cast.readings()?;
    let ended = number(&said, "/payments_per_second")?;
    let failures = said["failures"].as_object().context("no failures")?;
    if !failures.is_empty() || ended < SERVED * f64::from(rate) {
        println!("{rate} a second are too many: {ended:.0} ended, {failures:?}");
        return Ok(None);
    }
    let paid = number(&said, "/paid")?;
    let spent = after.since(&before);
    let answers = cast.answers_ms()?;
    let rsa_ms = (SIGNATURES * number(&rsa, "/sign_us")?
        + VERIFICATIONS * number(&rsa, "/verify_us")?)
        / 1000.0;
    let dashboard_ms = spent.dashboard_s * 1000.0 / paid;
    let run = Run {
        rate,
        per_second: ended,
        answered_ms: percentile(&answers, 0.99)?,
        answered_median_ms: percentile(&answers, 0.5)?,
        opened_ms: number(&said, "/opened_ms/p99")?,
        known_ms: number(&said, "/known_ms/p99")?,
        dashboard_cores: spent.dashboard_s / spent.wall_s,
        sandbox_cores: spent.sandbox_s / spent.wall_s,
        kiosks_cores: number(&said, "/cpu_seconds")? / spent.wall_s,
        dashboard_ms_a_payment: dashboard_ms,
        rsa_share: rsa_ms / dashboard_ms,
    };
    println!("{run:?}");
    Ok(Some(run))
}

fn number(said: &Value, path: &str) -> Result<f64> {
    said.pointer(path)
        .and_then(Value::as_f64)
        .with_context(|| format!("{path} is missing in {said}"))
}

/// Of sorted figures the one that `share` of them do not exceed.
fn percentile(sorted: &[f64], share: f64) -> Result<f64> {
    let index = (sorted.len().saturating_sub(1) as f64 * share) as usize;
    sorted.get(index).copied().context("no notification came")
}
