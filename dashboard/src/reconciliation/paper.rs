//! Where sheets disagree: what the printers' own counters say, and what the kiosks' facts say was
//! delivered.
//!
//! A counter counts a printer's life, so that two readings tell of all between them however many
//! heartbeats were lost. Facts are counted between the same two readings, by the same clock.

use order::KioskId;
use payment::BillDay;

use crate::store::printer_readings::{self, Reading};
use crate::store::reports::{self, Span};
use crate::store::{Store, StoreResult, facts};

/// One disagreement of a kiosk and its printer on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaperDifference {
    /// What is amiss.
    pub(crate) kind: PaperKind,
    /// Whose printer.
    pub(crate) kiosk: KioskId,
    /// Which machine, as it names itself; empty if none was read.
    pub(crate) printer: String,
    /// Sheets by our facts.
    pub(crate) delivered: u64,
    /// Sheets by the counter, where it can be compared.
    pub(crate) counted: Option<u64>,
}

/// What is amiss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaperKind {
    /// Paper left the machine that nobody was told of: torn, refunded, or printed past us.
    CountedMore,
    /// We told somebody "delivered" without paper.
    CountedFewer,
    /// Another machine counts now.
    Replaced,
    /// The same machine counts from less.
    WentBack,
    /// Sheets were delivered, and a counter that was read before was not.
    NotRead,
}

impl PaperKind {
    /// Its name in files.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::CountedMore => "printer_counted_more",
            Self::CountedFewer => "printer_counted_fewer",
            Self::Replaced => "printer_replaced",
            Self::WentBack => "printer_counter_went_back",
            Self::NotRead => "printer_not_read",
        }
    }
}

/// What the counters say of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    /// So many sheets between two moments.
    Sheets { span: Span, counted: u64 },
    /// Another machine in between.
    Replaced,
    /// The same one counted back.
    WentBack,
    /// Nothing was read.
    NotRead,
}

/// Counts from `readings` of one kiosk, in order of time: the last before `day`, if there is one,
/// and those that began in it.
fn count(readings: &[Reading], day: Span) -> Count {
    let (Some(first), Some(last)) = (readings.first(), readings.last()) else {
        return Count::NotRead;
    };
    if last.until < day.from {
        return Count::NotRead;
    }
    let mut counted = 0;
    for (earlier, later) in readings.iter().zip(readings.iter().skip(1)) {
        if earlier.printer != later.printer {
            return Count::Replaced;
        }
        match later.impressions.checked_sub(earlier.impressions) {
            Some(sheets) => counted += u64::from(sheets),
            None => return Count::WentBack,
        }
    }
    // The first reading ever says nothing of what came before it; one that held over midnight
    // speaks from midnight on.
    let after = if first.until < day.from {
        first.until
    } else {
        first.from.max(day.from.plus_ms(-1))
    };
    Count::Sheets {
        span: Span {
            from: after.plus_ms(1),
            to: last.until.plus_ms(1).min(day.to),
        },
        counted,
    }
}

/// Every disagreement of sheets on `day`, by kiosk.
pub(crate) async fn paper_of_day(store: &Store, day: BillDay) -> StoreResult<Vec<PaperDifference>> {
    let day = Span {
        from: day.start(),
        to: day.end(),
    };
    let readings = printer_readings::around(store, day).await?;
    let sold = reports::by_kiosk(store, day).await?;
    // A printer that has never counted has nothing to be compared with.
    let mut kiosks: Vec<&KioskId> = readings.iter().map(|reading| &reading.kiosk).collect();
    kiosks.dedup();
    let mut found = Vec::new();
    for kiosk in kiosks {
        let own: Vec<Reading> = readings
            .iter()
            .filter(|reading| reading.kiosk == *kiosk)
            .cloned()
            .collect();
        let of_day = sold
            .iter()
            .find(|(sold_by, _)| sold_by == kiosk)
            .map_or(0, |(_, sales)| sales.sheets());
        let count = count(&own, day);
        let delivered = match count {
            Count::Sheets { span, .. } => facts::sheets_of(store, kiosk, span).await?,
            Count::Replaced | Count::WentBack | Count::NotRead => of_day,
        };
        if let Some((kind, counted)) = differs(count, delivered) {
            found.push(PaperDifference {
                kind,
                kiosk: kiosk.clone(),
                printer: own
                    .last()
                    .map_or_else(String::new, |reading| reading.printer.clone()),
                delivered,
                counted,
            });
        }
    }
    Ok(found)
}

/// How a count differs from the sheets delivered in its time.
fn differs(count: Count, delivered: u64) -> Option<(PaperKind, Option<u64>)> {
    match count {
        Count::Sheets { counted, .. } if counted > delivered => {
            Some((PaperKind::CountedMore, Some(counted)))
        }
        Count::Sheets { counted, .. } if counted < delivered => {
            Some((PaperKind::CountedFewer, Some(counted)))
        }
        Count::Sheets { .. } => None,
        Count::Replaced => Some((PaperKind::Replaced, None)),
        Count::WentBack => Some((PaperKind::WentBack, None)),
        Count::NotRead => (delivered > 0).then_some((PaperKind::NotRead, None)),
    }
}

#[cfg(test)]
mod tests;
