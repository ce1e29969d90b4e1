//! What to do next: a pure machine. It is told what happened and when, and answers with what to
//! do; it knows no clock, no process and no file. Start reading at [`Escalation::step`].
//!
//! The ladder, each step of which is tried before the next:
//!
//! 1. The page is loaded anew, when only the page hangs; at most three times a minute.
//! 2. The kiosk is started again; at once the first time, then after a growing wait.
//! 3. It is started again with an empty web cache: after the second failure, and after any that
//!    the page caused.
//! 4. It is started in safe mode: after the third.
//! 5. The machine starts anew: after the fifth, at most three times.
//! 6. A page says honestly that the kiosk is out of service; at once when the kiosk ended with a
//!    code that only a person can mend. An hour later everything is tried again.
//!
//! A kiosk that works for ten minutes is forgiven everything.

mod backoff;
mod ladder;
mod reasons;
#[cfg(test)]
mod tests;
mod witnesses;

use std::collections::VecDeque;
use std::time::Duration;

use crate::proof::{Said, Sign, Witness};
use backoff::Dice;
pub use reasons::{End, Mode, Reason, Report, Step};
use witnesses::Witnesses;

/// More time than this between two ticks, and it was the watchdog that stood still: the machine
/// slept, or was far too busy. Nobody is blamed for that time.
const STOOD_STILL: Duration = Duration::from_secs(1);

/// Every time limit. All are measured on a clock that never jumps and stands still in sleep.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Between two datagrams.
    pub pulse: Duration,
    /// Between two answers of the web view.
    pub web_view: Duration,
    /// Between two writes of the journal.
    pub journal: Duration,
    /// Between two movements of a printer that is not idle.
    pub printer: Duration,
    /// From start to `READY=1`.
    pub start: Duration,
    /// From `STOPPING=1` to the end.
    pub stop: Duration,
    /// Between two looks at the process number.
    pub pid_check: Duration,
    /// So long without a failure, and all is forgiven.
    pub healthy: Duration,
    /// The wait after the second failure.
    pub first_wait: Duration,
    /// No wait is longer.
    pub longest_wait: Duration,
    /// How long the machine may take to go down when told.
    pub reboot: Duration,
    /// How long the out-of-service page stays before all is tried again.
    pub out_of_service: Duration,
    /// So many reboots without forgiveness; 0 where the machine may not be started anew.
    pub most_reboots: u32,
    /// Whether the kiosk speaks.
    pub proof_of_life: ProofOfLife,
}

/// Whether the kiosk says that it is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofOfLife {
    /// It does, and one that is silent hangs.
    Required,
    /// It cannot; only its death is seen.
    Off,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Time has passed.
    Tick,
    /// The kiosk has been started.
    Started,
    /// Its program could not be started.
    NotStarted,
    /// It said something.
    Said(Said),
    /// It ended.
    Died(End),
    /// Its process number is gone, or another's.
    Vanished,
    /// The machine cannot be started anew, or the count of reboots cannot be written down.
    RebootFailed,
    /// The watchdog is told to stop.
    Stop,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start the kiosk.
    Start(Mode),
    /// End everything that is left of the kiosk, at once. Its death is not an [`Event`] then.
    End,
    /// Ask the kiosk to end, and end it if it does not.
    EndPolitely,
    /// End the page's process, so that the kiosk loads the page anew.
    ReloadPage,
    /// See whether the process numbers still are the kiosk's.
    CheckPid,
    /// Write down how many reboots are not forgiven yet.
    RememberReboots(u32),
    /// Start the machine anew.
    Reboot,
    /// Tell people.
    Report(Report),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing runs; the next start is due at this time.
    Waiting { until: Duration },
    /// Between the start and `READY=1`.
    Starting { since: Duration },
    /// A customer can use it.
    Working { since: Duration },
    /// It said that it ends.
    Ending { since: Duration },
    /// The machine goes down.
    Rebooting { since: Duration },
    /// The watchdog goes.
    Stopped,
}

/// Where on the ladder the kiosk is.
#[derive(Clone, Debug)]
pub struct Escalation {
    limits: Limits,
    dice: Dice,
    phase: Phase,
    mode: Mode,
    witnesses: Witnesses,
    /// When the page was last reloaded, newest last.
    reloads: VecDeque<Duration>,
    /// Whether the page has answered since then.
    reload_pending: bool,
    /// In a row, since the last forgiveness.
    failures: u32,
    /// Not forgiven yet.
    reboots: u32,
    /// When the last thing went wrong, or the kiosk became ready.
    well_since: Duration,
    /// When the out-of-service page came up.
    out_since: Duration,
    last_tick: Duration,
    last_pid_check: Duration,
}

impl Escalation {
    /// Begins at `now` with a start that is due at once. `reboots` is what was written down by
    /// [`Action::RememberReboots`]; `seed` decides how long waits are.
    pub fn new(limits: Limits, reboots: u32, seed: u64, now: Duration) -> Self {
        Self {
            limits,
            dice: Dice::new(seed),
            phase: Phase::Waiting { until: now },
            mode: Mode::Normal,
            witnesses: Witnesses::default(),
            reloads: VecDeque::new(),
            reload_pending: false,
            failures: 0,
            reboots,
            well_since: now,
            out_since: now,
            last_tick: now,
            last_pid_check: now,
        }
    }

    /// Takes in what happened at `now`, which never goes back, and says what to do, in order.
    pub fn step(&mut self, event: Event, now: Duration) -> Vec<Action> {
        match event {
            Event::Tick => self.tick(now),
            Event::Started => self.started(now),
            Event::NotStarted => match self.phase {
                Phase::Starting { .. } => self.fail(Reason::NotStarted, now),
                _ => Vec::new(),
            },
            Event::Said(said) => self.hear(said, now),
            Event::Died(end) if self.runs() => self.died(end, now),
            Event::Vanished if self.runs() => self.fail(Reason::Vanished, now),
            Event::Died(_) | Event::Vanished => Vec::new(),
            Event::RebootFailed => match self.phase {
                Phase::Rebooting { .. } => self.out_of_service(Reason::RebootFailed, now),
                _ => Vec::new(),
            },
            Event::Stop => self.stop(),
        }
    }

    /// Whether there should be a kiosk now.
    fn runs(&self) -> bool {
        match self.phase {
            Phase::Starting { .. } | Phase::Working { .. } | Phase::Ending { .. } => true,
            Phase::Waiting { .. } | Phase::Rebooting { .. } | Phase::Stopped => false,
        }
    }

    fn tick(&mut self, now: Duration) -> Vec<Action> {
        self.pass_over_standstill(now);
        let over = |since: Duration, limit: Duration| now.saturating_sub(since) > limit;
        match self.phase {
            Phase::Waiting { until } if now >= until => {
                if self.out_long_enough(now) {
                    return self.try_again(now);
                }
                self.phase = Phase::Starting { since: now };
                return vec![Action::Start(self.mode)];
            }
            Phase::Rebooting { since } if over(since, self.limits.reboot) => {
                return self.out_of_service(Reason::RebootFailed, now);
            }
            Phase::Waiting { .. } | Phase::Rebooting { .. } | Phase::Stopped => return Vec::new(),
            Phase::Starting { since } if over(since, self.limits.start) => {
                return self.fail(Reason::NotReady, now);
            }
            Phase::Ending { since } if over(since, self.limits.stop) => {
                return self.fail(Reason::NotEnded, now);
            }
            Phase::Ending { .. } => return Vec::new(),
            Phase::Starting { .. } | Phase::Working { .. } => {}
        }
        if let Some(witness) = self.witnesses.overdue(&self.limits, now) {
            return self.silent(witness, now);
        }
        if self.out_long_enough(now) {
            return self.try_again(now);
        }
        let mut actions = self.forgive(now);
        if now.saturating_sub(self.last_pid_check) >= self.limits.pid_check {
            self.last_pid_check = now;
            actions.push(Action::CheckPid);
        }
        actions
    }

    fn out_long_enough(&self, now: Duration) -> bool {
        self.mode == Mode::OutOfService
            && now.saturating_sub(self.out_since) > self.limits.out_of_service
    }

    /// Nobody could be heard while the watchdog itself stood still.
    fn pass_over_standstill(&mut self, now: Duration) {
        let gap = now.saturating_sub(self.last_tick);
        self.last_tick = now;
        if gap <= STOOD_STILL {
            return;
        }
        self.witnesses.forget(gap);
        match &mut self.phase {
            Phase::Starting { since }
            | Phase::Working { since }
            | Phase::Ending { since }
            | Phase::Rebooting { since } => *since += gap,
            Phase::Waiting { .. } | Phase::Stopped => {}
        }
        self.well_since += gap;
    }

    fn started(&mut self, now: Duration) -> Vec<Action> {
        self.last_pid_check = now;
        self.reload_pending = false;
        self.well_since = now;
        match self.limits.proof_of_life {
            ProofOfLife::Required => {
                self.phase = Phase::Starting { since: now };
                self.witnesses = Witnesses::default();
            }
            ProofOfLife::Off => {
                self.phase = Phase::Working { since: now };
                self.witnesses = Witnesses::default();
            }
        }
        vec![self.report(Step::Started(self.mode), Reason::Due)]
    }

    fn hear(&mut self, said: Said, now: Duration) -> Vec<Action> {
        match (said, self.phase) {
            (Said::Ready, Phase::Starting { .. }) => {
                self.phase = Phase::Working { since: now };
                self.well_since = now;
                if self.limits.proof_of_life == ProofOfLife::Required {
                    self.witnesses = Witnesses::from_the_start(now);
                }
                vec![self.report(Step::Ready, Reason::Said)]
            }
            (Said::Stopping, Phase::Starting { .. } | Phase::Working { .. }) => {
                self.phase = Phase::Ending { since: now };
                Vec::new()
            }
            // Before `READY=1` only the start's own limit counts: loading is slow on a cold disk.
            (Said::Sign(witness, sign), Phase::Working { .. })
                if self.limits.proof_of_life == ProofOfLife::Required =>
            {
                if (witness, sign) == (Witness::WebView, Sign::Alive) {
                    self.reload_pending = false;
                }
                self.witnesses.hear(witness, sign, now);
                Vec::new()
            }
            (Said::Ready | Said::Stopping | Said::Sign(..) | Said::Status(_), _) => Vec::new(),
        }
    }

    fn stop(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.runs() {
            actions.push(Action::EndPolitely);
        }
        if self.phase != Phase::Stopped {
            self.phase = Phase::Stopped;
            actions.push(self.report(Step::Stopped, Reason::Told));
        }
        actions
    }

    fn report(&self, step: Step, reason: Reason) -> Action {
        Action::Report(Report {
            step,
            reason,
            failures: self.failures,
            reboots: self.reboots,
        })
    }
}
