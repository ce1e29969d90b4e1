//! What the visit costs: one price from the moment it is shown until it is paid.

use order::{Circumstances, IndexPrint, OrderLine, Quote, Timestamp};

use super::Brain;
use super::visit::Visit;

/// How long a price that is shown stays, whatever the clock says meanwhile: a happy hour that ends
/// while the customer reads the bill ends after this customer. The dashboard allows for it.
const SHOWN_PRICE_COUNTS_MS: i64 = 10 * 60_000;

impl Brain {
    /// What these lines cost, with everything that is taken off.
    pub(super) fn quote(
        &self,
        visit: &Visit,
        lines: &[OrderLine],
        index_print: IndexPrint,
        now: Timestamp,
    ) -> Option<Quote> {
        let settings = self.settings_in_force(now)?;
        let circumstances = Circumstances {
            now: visit.pricing_moment(now),
            settings_hash: self.settings_hash,
            code: visit.code.terms(),
        };
        Quote::at(lines, index_print, settings, &circumstances).ok()
    }
}

impl Visit {
    /// The moment whose prices count.
    fn pricing_moment(&self, now: Timestamp) -> Timestamp {
        self.priced_at
            .filter(|at| now.ms_since(*at) < SHOWN_PRICE_COUNTS_MS)
            .unwrap_or(now)
    }
}
