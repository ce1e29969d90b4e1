//! The figures of a bench, as a table and as JSON. Keys are added, never renamed.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

/// What one bench found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Its name.
    pub(super) bench: &'static str,
    /// The machine it ran on.
    pub(super) machine: String,
    /// How often each figure was taken, at least.
    pub(super) runs: usize,
    /// The figures.
    pub(super) rows: Vec<Row>,
}

/// One figure: the median of its runs, beside a peer's where there is one.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// What was measured.
    pub(super) name: String,
    /// In what.
    pub(super) unit: &'static str,
    /// The median.
    pub(super) ours: f64,
    /// The best run.
    pub(super) best: f64,
    /// The worst run.
    pub(super) worst: f64,
    /// What it must stay below.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<f64>,
    /// What it must reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(flatten)]
    beside: Option<Beside>,
    /// Whether it keeps the bounds it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
}

/// The same of another program, in the same run.
#[derive(Debug, Serialize)]
struct Beside {
    #[serde(flatten)]
    peer: Peer,
    /// Ours to theirs, of the medians.
    ratio: f64,
    /// Ours to theirs, of the best runs, which other programs disturb least.
    ratio_of_bests: f64,
    /// What the first must stay below.
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio_limit: Option<f64>,
}

/// Another program's figure.
#[derive(Debug, Serialize)]
pub(super) struct Peer {
    peer_name: String,
    /// The median.
    peer: f64,
    /// The best run.
    peer_best: f64,
}

/// What a figure has to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    /// In the row's unit.
    AtMost(f64),
    /// In the row's unit.
    AtLeast(f64),
    /// Ours to the peer's.
    RatioAtMost(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Met,
    Missed,
}

/// The middle, the least and the largest of some figures.
struct Spread {
    median: f64,
    least: f64,
    largest: f64,
}

impl Spread {
    fn of(figures: &[f64]) -> Result<Self> {
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted
            .get(sorted.len() / 2)
            .context("a figure without a run")?;
        Ok(Self {
            median: rounded(*middle),
            least: rounded(sorted.first().copied().unwrap_or(*middle)),
            largest: rounded(sorted.last().copied().unwrap_or(*middle)),
        })
    }
}

/// As many digits as a noisy machine can vouch for.
fn rounded(figure: f64) -> f64 {
    let digits = if figure.abs() < 10.0 { 1000.0 } else { 10.0 };
    (figure * digits).round() / digits
}

impl Peer {
    /// A peer's runs.
    pub(super) fn of(name: &str, runs: &[f64]) -> Result<Self> {
        let spread = Spread::of(runs)?;
        Ok(Self {
            peer_name: name.to_owned(),
            peer: spread.median,
            peer_best: spread.least,
        })
    }
}

impl Row {
    /// The figure that `runs` give, in `unit`.
    pub(super) fn new(name: impl Into<String>, unit: &'static str, runs: &[f64]) -> Result<Self> {
        let spread = Spread::of(runs)?;
        Ok(Self {
            name: name.into(),
            unit,
            ours: spread.median,
            best: spread.least,
            worst: spread.largest,
            limit: None,
            at_least: None,
            beside: None,
            verdict: None,
        })
    }

    /// The median and the worst of `runs`, in milliseconds.
    pub(super) fn of_times(name: &'static str, runs: &[Duration], limit: Duration) -> Result<Self> {
        let ms: Vec<f64> = runs.iter().map(|run| run.as_secs_f64() * 1000.0).collect();
        Ok(Self::new(name, "ms", &ms)?.bound(Bound::AtMost(limit.as_secs_f64() * 1000.0)))
    }

    /// With another program's figure beside it.
    pub(super) fn beside(mut self, peer: Peer) -> Self {
        self.beside = Some(Beside {
            ratio: rounded(self.ours / peer.peer),
            ratio_of_bests: rounded(self.best / peer.peer_best),
            ratio_limit: None,
            peer,
        });
        self
    }

    /// With what it has to be. A ratio needs a peer first.
    pub(super) fn bound(mut self, bound: Bound) -> Self {
        let met = match bound {
            Bound::AtMost(limit) => {
                self.limit = Some(limit);
                self.ours <= limit
            }
            Bound::AtLeast(least) => {
                self.at_least = Some(least);
                self.ours >= least
            }
            Bound::RatioAtMost(limit) => self.beside.as_mut().is_some_and(|beside| {
                beside.ratio_limit = Some(limit);
                beside.ratio <= limit
            }),
        };
        self.verdict = Some(match (met, self.verdict) {
            (true, None | Some(Verdict::Met)) => Verdict::Met,
            (false, _) | (true, Some(Verdict::Missed)) => Verdict::Missed,
        });
        self
    }

    fn line(&self) -> String {
        let mut line = format!(
            "{:<44}{:>8.1} {:<4}{:>8.1}{:>9.1}",
            self.name, self.ours, self.unit, self.best, self.worst
        );
        line += &match &self.beside {
            Some(beside) => format!(
                "  {:<26}{:>8.1}{:>8.2}{:>8.2}",
                beside.peer.peer_name, beside.peer.peer, beside.ratio, beside.ratio_of_bests
            ),
            None => " ".repeat(52),
        };
        let ratio_limit = self.beside.as_ref().and_then(|beside| beside.ratio_limit);
        line += &match (ratio_limit, self.limit, self.at_least) {
            (Some(limit), ..) => format!("  x <= {limit:<5.2}"),
            (_, Some(limit), _) => format!("  <= {limit:<7.0}"),
            (_, _, Some(least)) => format!("  >= {least:<7.2}"),
            _ => String::new(),
        };
        line += match self.verdict {
            Some(Verdict::Met) => "  met",
            Some(Verdict::Missed) => "  NOT MET",
            None => "",
        };
        line.trim_end().to_owned()
    }
}

impl Report {
    pub(super) fn print(&self) {
        println!(
            "{} on {}, medians of at least {} runs",
            self.bench, self.machine, self.runs
        );
        println!(
            "{:<44}{:>8} {:<4}{:>8}{:>9}  {:<26}{:>8}{:>8}{:>8}",
            "", "ours", "", "best", "worst", "peer", "theirs", "ratio", "of best"
        );
        for row in &self.rows {
            println!("{}", row.line());
        }
    }

    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("writing the figures")?;
        fs::write(file, text + "\n").with_context(|| format!("writing {}", file.display()))
    }
}

/// The machine in a few words: its processor, cores and memory.
pub(super) fn machine() -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("an unknown processor", |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let gib = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
        .map_or(0, |kib| kib / 1024 / 1024);
    format!("{cores} cores of {model}, {gib} GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_judged_by_its_median_and_keeps_its_old_keys() {
        let row = Row::new("a print", "ms", &[90.0, 300.0, 100.0])
            .and_then(|row| Ok(row.beside(Peer::of("a peer", &[200.0])?)))
            .expect("three runs beside one")
            .bound(Bound::RatioAtMost(0.5));
        let json = serde_json::to_value(&row).expect("plain figures");
        assert_eq!(json["ours"], 100.0, "the median, not the mean");
        assert_eq!(json["peer"], 200.0, "the peer's figure stands beside ours");
        assert_eq!(json["peer_name"], "a peer", "and its name");
        assert_eq!(json["ratio"], 0.5, "ours to theirs");
        assert_eq!(json["verdict"], "met", "a half is not more than a half");
        let missed = row.bound(Bound::AtMost(99.0));
        assert_eq!(
            missed.verdict,
            Some(Verdict::Missed),
            "one bound missed is the row missed"
        );
    }
}
