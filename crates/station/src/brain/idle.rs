//! Nobody there? Every screen but paying and printing asks, and then ends the visit.

use order::Timestamp;

use super::visit::Page;
use super::{Brain, Reaction};

/// How long the question stays before the visit ends: long enough to look up from a phone.
pub(super) const WARNING_MS: i64 = 20_000;

/// How long a page waits for a touch; none means for ever.
///
/// Picking takes a look at every photo, editing takes thought, the last page only wants to be
/// read. Paying has the provider's window and printing never times out.
pub(super) const fn limit_ms(page: &Page) -> Option<i64> {
    match page {
        Page::Attract | Page::Order(_) => None,
        Page::Collect | Page::Sizes | Page::Review => Some(90_000),
        Page::Edit(_) | Page::Service => Some(120_000),
        Page::Trouble { .. } => Some(60_000),
        Page::Done(_) => Some(30_000),
    }
}

impl Brain {
    pub(super) fn tick_idle(&mut self, now: Timestamp, reaction: &mut Reaction) {
        if self.idle_left_ms(now).is_some_and(|left| left <= 0) {
            self.end_visit(now, reaction);
        }
    }

    /// Milliseconds until the visit ends by itself, where it does.
    pub(super) fn idle_left_ms(&self, now: Timestamp) -> Option<i64> {
        let visit = self.visit.as_ref()?;
        let limit = limit_ms(&visit.page)?;
        Some(limit - now.ms_since(visit.touched_at))
    }
}
