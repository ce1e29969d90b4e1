//! The way up the ladder after something went wrong, and the way down again.

use std::time::Duration;

use super::backoff;
use super::{Action, End, Escalation, Mode, Phase, Reason, Step};
use crate::proof::{Sign, Witness};

/// Reloads are counted over this time.
const RELOAD_WINDOW: Duration = Duration::from_secs(60);

/// So many reloads within it are tried; the next trouble with the page needs a new start.
const MOST_RELOADS: usize = 3;

/// After so many failures in a row the web cache is emptied.
const CLEAN_CACHE_AFTER: u32 = 2;

/// After so many, safe mode.
const SAFE_AFTER: u32 = 3;

/// After so many, the machine.
const REBOOT_AFTER: u32 = 5;

/// A kiosk that ends with 0 later than this after it became ready was closed on purpose, by the
/// service menu; one that does so sooner would do it for ever.
const CLOSED_ON_PURPOSE: Duration = Duration::from_secs(60);

impl Escalation {
    /// A witness has been silent for too long.
    pub(super) fn silent(&mut self, witness: Witness, now: Duration) -> Vec<Action> {
        if witness != Witness::WebView {
            return self.fail(Reason::Silent(witness), now);
        }
        if self.reload_pending {
            return self.fail(Reason::ReloadInVain, now);
        }
        while let Some(first) = self.reloads.front()
            && now.saturating_sub(*first) >= RELOAD_WINDOW
        {
            self.reloads.pop_front();
        }
        if self.reloads.len() >= MOST_RELOADS {
            return self.fail(Reason::TooManyReloads, now);
        }
        self.reloads.push_back(now);
        self.reload_pending = true;
        self.well_since = now;
        // It has its whole time once more.
        self.witnesses.hear(witness, Sign::Alive, now);
        vec![
            Action::ReloadPage,
            self.report(Step::Reload, Reason::Silent(witness)),
        ]
    }

    pub(super) fn died(&mut self, end: End, now: Duration) -> Vec<Action> {
        if end.needs_a_person() && self.mode != Mode::OutOfService {
            return self.out_of_service(Reason::Died(end), now);
        }
        let on_purpose = match self.phase {
            Phase::Working { since } => now.saturating_sub(since) >= CLOSED_ON_PURPOSE,
            // It was working, or it would not have been told to close.
            Phase::Ending { .. } => now.saturating_sub(self.well_since) >= CLOSED_ON_PURPOSE,
            _ => false,
        };
        if end == End::Code(0) && on_purpose && self.mode != Mode::OutOfService {
            self.mode = self.mode_after(self.failures, Reason::Died(end));
            self.phase = Phase::Waiting { until: now };
            let report = self.report(Step::Restart(self.mode, Duration::ZERO), Reason::Died(end));
            return vec![Action::End, report];
        }
        self.fail(Reason::Died(end), now)
    }

    /// One failure more: ends what is left and climbs.
    pub(super) fn fail(&mut self, reason: Reason, now: Duration) -> Vec<Action> {
        self.failures = self.failures.saturating_add(1);
        if self.mode == Mode::OutOfService {
            return self.start_again(Mode::OutOfService, reason, now);
        }
        if self.failures < REBOOT_AFTER {
            return self.start_again(self.mode_after(self.failures, reason), reason, now);
        }
        if self.reboots >= self.limits.most_reboots {
            return self.out_of_service(reason, now);
        }
        self.reboots += 1;
        self.phase = Phase::Rebooting { since: now };
        vec![
            Action::End,
            // First the record, then the deed: a count that is lost would be a machine that
            // starts anew for ever.
            Action::RememberReboots(self.reboots),
            self.report(Step::Reboot, reason),
            Action::Reboot,
        ]
    }

    fn mode_after(&self, failures: u32, reason: Reason) -> Mode {
        let page = matches!(reason, Reason::ReloadInVain | Reason::TooManyReloads);
        match failures {
            SAFE_AFTER.. => Mode::Safe,
            CLEAN_CACHE_AFTER.. => Mode::CleanCache,
            _ if page => Mode::CleanCache,
            _ => Mode::Normal,
        }
    }

    fn start_again(&mut self, mode: Mode, reason: Reason, now: Duration) -> Vec<Action> {
        let wait = backoff::wait(
            self.failures,
            self.limits.first_wait,
            self.limits.longest_wait,
            &mut self.dice,
        );
        self.mode = mode;
        self.phase = Phase::Waiting { until: now + wait };
        vec![Action::End, self.report(Step::Restart(mode, wait), reason)]
    }

    /// Shows the honest page. Its own failures make it wait longer and longer, from none.
    pub(super) fn out_of_service(&mut self, reason: Reason, now: Duration) -> Vec<Action> {
        self.mode = Mode::OutOfService;
        self.failures = 0;
        self.out_since = now;
        self.phase = Phase::Waiting { until: now };
        vec![Action::End, self.report(Step::OutOfService, reason)]
    }

    /// The honest page has been up long enough. One more failure, and the ladder goes on where
    /// it had ended.
    pub(super) fn try_again(&mut self, now: Duration) -> Vec<Action> {
        self.mode = Mode::CleanCache;
        self.failures = REBOOT_AFTER - 1;
        self.phase = Phase::Waiting { until: now };
        let step = Step::Restart(self.mode, Duration::ZERO);
        vec![Action::End, self.report(step, Reason::TryAgain)]
    }

    /// The way down: all at once, after a long time without trouble. The mode stays until the
    /// next start, so that no customer is interrupted.
    pub(super) fn forgive(&mut self, now: Duration) -> Vec<Action> {
        let working = matches!(self.phase, Phase::Working { .. });
        let blamed = self.failures > 0 || self.reboots > 0;
        let well = now.saturating_sub(self.well_since) >= self.limits.healthy;
        if !(working && blamed && well) || self.mode == Mode::OutOfService {
            return Vec::new();
        }
        let reboots = std::mem::take(&mut self.reboots);
        self.failures = 0;
        let mut actions = Vec::new();
        if reboots > 0 {
            actions.push(Action::RememberReboots(0));
        }
        actions.push(self.report(Step::Forgiven, Reason::Healthy));
        actions
    }
}
