//! What was done and why, as lines of JSON in a file, which the kiosk ships when it can.
//!
//! A line, with `seq` counting up without a gap, also over restarts of the watchdog:
//!
//! ```text
//! {"seq":7,"at_ms":1790000000000,"uptime_ms":61234,"step":"restart","reason":"died",
//!  "mode":"normal","wait_ms":0,"end":"signal 9","failures":1,"reboots":0,"pid":4711,
//!  "status":"Printing"}
//! ```
//!
//! `at_ms` is the wall clock in milliseconds since 1970, which may be wrong on a kiosk that has
//! just started; `uptime_ms` is the watchdog's own and never jumps. `mode`, `wait_ms`, `end`,
//! `pid` and `status` stand there where they apply. `reports.jsonl` becomes `reports.1.jsonl`
//! when it is full. A line that was cut by a power failure is followed by a whole one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::escalation::{Reason, Report, Step};
use crate::processes::Pid;

/// A full file, in bytes: some thousand lines.
const FULL: u64 = 256 * 1024;

/// The file.
#[derive(Debug)]
pub(crate) struct Reports {
    path: PathBuf,
    next: u64,
}

/// What surrounds a report.
#[derive(Debug)]
pub(crate) struct Circumstances<'a> {
    /// Since the watchdog's start.
    pub(crate) uptime: Duration,
    /// The kiosk's.
    pub(crate) pid: Option<Pid>,
    /// What the kiosk last said of itself.
    pub(crate) status: &'a str,
}

impl Reports {
    /// Goes on behind the last whole line in the folder `state_dir`.
    pub(crate) fn open(state_dir: &Path) -> Self {
        let path = state_dir.join("reports.jsonl");
        let last = last_seq(&path).or_else(|| last_seq(&older(&path)));
        Self {
            path,
            next: last.unwrap_or(0).saturating_add(1),
        }
    }

    /// Adds a line, durably.
    pub(crate) fn add(&mut self, report: &Report, around: &Circumstances<'_>) -> io::Result<()> {
        let line = line(self.next, report, around);
        self.next = self.next.saturating_add(1);
        if fs::metadata(&self.path).is_ok_and(|file| file.len() >= FULL) {
            fs::rename(&self.path, older(&self.path))?;
        }
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&self.path)?;
        if cut(&self.path) {
            file.write_all(b"\n")?;
        }
        file.write_all(line.as_bytes())?;
        file.sync_data()
    }
}

fn older(path: &Path) -> PathBuf {
    path.with_extension("1.jsonl")
}

/// The number of the last line that has one.
fn last_seq(path: &Path) -> Option<u64> {
    let text = fs::read(path).ok()?;
    let text = String::from_utf8_lossy(&text);
    let seq = |line: &str| {
        let digits = line.strip_prefix("{\"seq\":")?;
        digits.split(',').next()?.parse().ok()
    };
    text.lines().rev().find_map(seq)
}

/// Whether the last line has no end.
fn cut(path: &Path) -> bool {
    use std::io::{Read as _, Seek as _, SeekFrom};
    let mut last = [b'\n'];
    let read = File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)
    });
    read.is_ok() && last != [b'\n']
}

fn line(seq: u64, report: &Report, around: &Circumstances<'_>) -> String {
    let at_ms = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis());
    let mut line = format!(
        "{{\"seq\":{seq},\"at_ms\":{at_ms},\"uptime_ms\":{},\"step\":\"{}\",\"reason\":\"{}\"",
        around.uptime.as_millis(),
        report.step.name(),
        report.reason.name(),
    );
    let mut add = |text: String| line.push_str(&text);
    match report.step {
        Step::Started(mode) => add(format!(",\"mode\":\"{}\"", mode.name())),
        Step::Restart(mode, wait) => add(format!(
            ",\"mode\":\"{}\",\"wait_ms\":{}",
            mode.name(),
            wait.as_millis()
        )),
        _ => {}
    }
    if let Reason::Died(end) = report.reason {
        add(format!(",\"end\":\"{end}\""));
    }
    add(format!(
        ",\"failures\":{},\"reboots\":{}",
        report.failures, report.reboots
    ));
    if let Some(pid) = around.pid {
        add(format!(",\"pid\":{pid}"));
    }
    if !around.status.is_empty() {
        add(format!(",\"status\":{}", quoted(around.status)));
    }
    line.push_str("}\n");
    line
}

/// As RFC 8259 wants it. A status has no control characters, so quote and backslash are all.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escalation::{End, Mode};

    const REPORT: Report = Report {
        step: Step::Restart(Mode::Safe, Duration::from_millis(1500)),
        reason: Reason::Died(End::Signal(9)),
        failures: 3,
        reboots: 1,
    };

    fn around(status: &str) -> Circumstances<'_> {
        Circumstances {
            uptime: Duration::from_millis(42),
            pid: Pid::new(4711),
            status,
        }
    }

    #[test]
    fn a_line_says_everything_once() {
        let text = line(7, &REPORT, &around("a \"b\" \\"));
        let (head, tail) = text
            .split_once(",\"uptime_ms\"")
            .expect("the clock's field");
        assert!(head.starts_with("{\"seq\":7,\"at_ms\":"), "{head}");
        assert_eq!(
            tail,
            ":42,\"step\":\"restart\",\"reason\":\"died\",\"mode\":\"safe\",\"wait_ms\":1500,\
             \"end\":\"signal 9\",\"failures\":3,\"reboots\":1,\"pid\":4711,\
             \"status\":\"a \\\"b\\\" \\\\\"}\n",
            "one line of JSON"
        );
    }

    #[test]
    fn numbers_go_on_behind_a_cut_line_and_over_the_rotation() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("reports.jsonl");
        let mut reports = Reports::open(folder.path());
        for _ in 0..3 {
            reports.add(&REPORT, &around("")).expect("there is room");
        }
        let mut text = fs::read_to_string(&path).expect("it was written");
        text.push_str("{\"seq\":4x");
        fs::write(&path, &text).expect("there is room");
        let mut reports = Reports::open(folder.path());
        reports.add(&REPORT, &around("")).expect("there is room");
        let lines: Vec<String> = fs::read_to_string(&path)
            .expect("it was written")
            .lines()
            .map(str::to_owned)
            .collect();
        assert_eq!(lines.len(), 5, "three, the cut one, and one more");
        assert!(lines[4].starts_with("{\"seq\":4,"), "whole: {}", lines[4]);

        fs::write(&path, lines[4].repeat(3000) + "\n").expect("there is room");
        reports.add(&REPORT, &around("")).expect("there is room");
        fs::remove_file(&path).expect("the new one is there");
        assert_eq!(
            Reports::open(folder.path()).next,
            5,
            "the older file is asked when the new one is lost"
        );
    }
}
