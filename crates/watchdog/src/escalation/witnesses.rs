//! Whose sign of life is overdue.

use std::time::Duration;

use super::Limits;
use crate::proof::{Sign, Witness};

/// When each witness was last seen alive; none for one that is idle or was never spoken of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Witnesses([Option<Duration>; Witness::ALL.len()]);

impl Witnesses {
    /// From now on the kiosk's pulse is expected.
    pub(super) fn from_the_start(now: Duration) -> Self {
        let mut witnesses = Self::default();
        witnesses.hear(Witness::Pulse, Sign::Alive, now);
        witnesses
    }

    /// A witness that is first spoken of as dead is expected from then on.
    pub(super) fn hear(&mut self, witness: Witness, sign: Sign, now: Duration) {
        let last = &mut self.0[witness as usize];
        *last = match sign {
            Sign::Alive => Some(now),
            Sign::Idle => None,
            Sign::Dead => last.or(Some(now)),
        };
    }

    /// The first whose time is over. The pulse is looked at first: without it, the silence of
    /// the others means nothing.
    pub(super) fn overdue(&self, limits: &Limits, now: Duration) -> Option<Witness> {
        Witness::ALL.into_iter().find(|witness| {
            self.0[*witness as usize]
                .is_some_and(|last| now.saturating_sub(last) > limit(limits, *witness))
        })
    }

    /// Takes time out in which the watchdog itself stood still: it heard nobody.
    pub(super) fn forget(&mut self, time: Duration) {
        for last in self.0.iter_mut().flatten() {
            *last += time;
        }
    }
}

fn limit(limits: &Limits, witness: Witness) -> Duration {
    match witness {
        Witness::Pulse => limits.pulse,
        Witness::WebView => limits.web_view,
        Witness::Journal => limits.journal,
        Witness::Printer => limits.printer,
    }
}
