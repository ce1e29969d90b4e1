//! What was done and why, in words that a report can carry.

use std::fmt;
use std::time::Duration;

use crate::proof::Witness;

/// How the kiosk is started. It reads the name from the environment variable `MINILAB_START`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As every day.
    Normal,
    /// With an empty web cache.
    CleanCache,
    /// With nothing that is not needed to sell and to refund.
    Safe,
    /// Only the page that says so.
    OutOfService,
}

impl Mode {
    /// Its name for the kiosk and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::CleanCache => "clean_cache",
            Self::Safe => "safe",
            Self::OutOfService => "out_of_service",
        }
    }
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with this exit code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}

impl End {
    /// Whether a new start cannot help: the kiosk ends with `EX_USAGE`, `EX_CANTCREAT`,
    /// `EX_NOPERM` and `EX_CONFIG` of `sysexits.h` when a person has to mend something.
    pub fn needs_a_person(self) -> bool {
        matches!(self, Self::Code(64 | 73 | 77 | 78))
    }
}

impl fmt::Display for End {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(out, "exit code {code}"),
            Self::Signal(signal) => write!(out, "signal {signal}"),
        }
    }
}

/// Why something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was time for it.
    Due,
    /// The kiosk said so.
    Said,
    /// The kiosk ended.
    Died(End),
    /// The program could not be started.
    NotStarted,
    /// `READY=1` did not come in time.
    NotReady,
    /// `STOPPING=1` came, and the end did not.
    NotEnded,
    /// This witness hangs.
    Silent(Witness),
    /// The page hangs although it was loaded anew.
    ReloadInVain,
    /// The page hangs again and again.
    TooManyReloads,
    /// The process number is gone or another's.
    Vanished,
    /// The machine did not go down.
    RebootFailed,
    /// The out-of-service page was up long enough.
    TryAgain,
    /// Nothing went wrong for a long time.
    Healthy,
    /// The watchdog was told to.
    Told,
}

impl Reason {
    /// Its name in reports; a new one may come, none goes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Said => "said",
            Self::Died(_) => "died",
            Self::NotStarted => "not_started",
            Self::NotReady => "not_ready",
            Self::NotEnded => "not_ended",
            Self::Silent(Witness::Pulse) => "pulse_silent",
            Self::Silent(Witness::WebView) => "web_view_silent",
            Self::Silent(Witness::Journal) => "journal_silent",
            Self::Silent(Witness::Printer) => "printer_silent",
            Self::ReloadInVain => "reload_in_vain",
            Self::TooManyReloads => "too_many_reloads",
            Self::Vanished => "vanished",
            Self::RebootFailed => "reboot_failed",
            Self::TryAgain => "try_again",
            Self::Healthy => "healthy",
            Self::Told => "told",
        }
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The kiosk was started.
    Started(Mode),
    /// It can be used.
    Ready,
    /// The page is loaded anew.
    Reload,
    /// The kiosk is ended and started again after a wait.
    Restart(Mode, Duration),
    /// The machine starts anew.
    Reboot,
    /// The honest page is shown.
    OutOfService,
    /// All failures are forgotten.
    Forgiven,
    /// The watchdog goes.
    Stopped,
}

impl Step {
    /// Its name in reports; a new one may come, none goes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Started(_) => "started",
            Self::Ready => "ready",
            Self::Reload => "reload",
            Self::Restart(..) => "restart",
            Self::Reboot => "reboot",
            Self::OutOfService => "out_of_service",
            Self::Forgiven => "forgiven",
            Self::Stopped => "stopped",
        }
    }
}

/// A step of the ladder and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was done.
    pub step: Step,
    /// Why.
    pub reason: Reason,
    /// Failures in a row, this one included.
    pub failures: u32,
    /// Reboots that are not forgiven, this one included.
    pub reboots: u32,
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Step::Started(mode) => write!(out, "{} ({})", self.step.name(), mode.name())?,
            Step::Restart(mode, wait) => {
                let wait_ms = wait.as_millis();
                write!(out, "restart ({}) in {wait_ms} ms", mode.name())?;
            }
            step => write!(out, "{}", step.name())?,
        }
        write!(out, ": {}", self.reason.name())?;
        if let Reason::Died(end) = self.reason {
            write!(out, " by {end}")?;
        }
        write!(
            out,
            "; failures {}, reboots {}",
            self.failures, self.reboots
        )
    }
}
