//! The printer's counters, watched over the life of one job.

use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::reason::Obstacle;
use crate::status::PrinterStatus;

/// What the counters stood at before a job was submitted. Store it with the job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterBaseline {
    /// [`PrinterStatus::impressions_completed`]
    pub impressions_completed: Option<u32>,
    /// [`PrinterStatus::prints_left`]
    pub prints_left: Option<u32>,
}

impl From<&PrinterStatus> for CounterBaseline {
    fn from(status: &PrinterStatus) -> Self {
        Self {
            impressions_completed: status.impressions_completed,
            prints_left: status.prints_left,
        }
    }
}

/// The most that one sheet takes from the prints left: an 8-inch sheet is two native prints on
/// 6-inch media, and a printer may waste one when it starts. A larger fall is another roll.
const MOST_PER_SHEET: u32 = 4;

/// The counters of one job's life.
#[derive(Clone, Debug)]
pub(super) struct CounterTrace {
    last: CounterBaseline,
    life_counter_seen: bool,
    life_counter_moved: bool,
    prints_left_seen: bool,
    prints_left_fell: bool,
    jammed: bool,
}

impl CounterTrace {
    pub(super) fn new(baseline: CounterBaseline) -> Self {
        Self {
            last: baseline,
            life_counter_seen: false,
            life_counter_moved: false,
            prints_left_seen: false,
            prints_left_fell: false,
            jammed: false,
        }
    }

    pub(super) fn observe(&mut self, status: &PrinterStatus) {
        let obstacle = status.obstacle();
        self.jammed |= obstacle == Some(Obstacle::Jam);
        let now = CounterBaseline::from(status);
        if let (Some(before), Some(after)) =
            (self.last.impressions_completed, now.impressions_completed)
        {
            self.life_counter_seen = true;
            self.life_counter_moved |= after > before;
        }
        if let (Some(before), Some(after)) = (self.last.prints_left, now.prints_left) {
            self.prints_left_seen = true;
            // "None left" said together with "paper is out" is the printer noticing the end of
            // the roll, not a sheet coming out.
            let ran_dry = after == 0 && obstacle == Some(Obstacle::OutOfPaper);
            let fell = before > after && before - after <= MOST_PER_SHEET;
            self.prints_left_fell |= fell && !ran_dry;
        }
        self.last = CounterBaseline {
            impressions_completed: now
                .impressions_completed
                .or(self.last.impressions_completed),
            prints_left: now.prints_left.or(self.last.prints_left),
        };
    }

    /// Whether a sheet that comes out would show: some counter was read before and after.
    pub(super) const fn can_tell(&self) -> bool {
        self.life_counter_seen || self.prints_left_seen
    }

    /// What the counters prove. A jam spoils paper that was counted as used, so after one the
    /// prints left prove nothing.
    pub(super) fn evidence(&self) -> Option<Evidence> {
        if self.life_counter_moved {
            Some(Evidence::PrinterCounter)
        } else if self.prints_left_fell && !self.jammed {
            Some(Evidence::PrintsLeft)
        } else {
            None
        }
    }
}
