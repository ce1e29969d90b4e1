//! What a printer says about itself.

use crate::media::MediaReady;
use crate::reason::{Obstacle, ReportedReason};
use crate::supply::Supply;

/// One reading of a printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterStatus {
    /// `printer-state`
    pub state: PrinterState,
    /// `printer-is-accepting-jobs`: whether it takes new jobs; says nothing about those it has.
    pub accepting: bool,
    /// What is the matter, in the printer's order; empty when nothing is.
    pub reasons: Vec<ReportedReason>,
    /// What is loaded now, in the printer's order.
    pub media_ready: Vec<MediaReady>,
    /// Ribbons or inks, in the printer's order.
    pub supplies: Vec<Supply>,
    /// How many prints the loaded media still give, if the printer knows.
    pub prints_left: Option<u32>,
    /// Sides printed in the printer's life (`printer-impressions-completed`), if it counts them.
    pub impressions_completed: Option<u32>,
    /// Which machine counts (`printer-uuid`, else `printer-name`): a count only means something
    /// beside an earlier one of the same machine.
    pub identity: Option<String>,
    /// Seconds since the printer started (`printer-up-time`). Smaller than before means that it
    /// was restarted and has forgotten its jobs.
    pub printer_up_time_s: Option<u32>,
    /// Jobs waiting or being printed (`queued-job-count`), anybody's.
    pub queued_job_count: Option<u32>,
}

/// `printer-state` (RFC 8011, 5.4.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrinterState {
    /// Nothing to do.
    Idle,
    /// At work.
    Processing,
    /// Cannot go on until somebody helps.
    Stopped,
}

impl PrinterState {
    /// Reads the enum value; `None` for one that RFC 8011 does not know.
    pub const fn from_ipp(value: i32) -> Option<Self> {
        Some(match value {
            3 => Self::Idle,
            4 => Self::Processing,
            5 => Self::Stopped,
            _ => return None,
        })
    }
}

impl PrinterStatus {
    /// What keeps the printer from finishing a sheet it already has: the first thing somebody
    /// would have to deal with.
    ///
    /// A blocking reason counts in every state, because some printers report `processing` while
    /// they wait for paper.
    pub fn obstacle(&self) -> Option<Obstacle> {
        let named = self
            .reasons
            .iter()
            .filter_map(|reported| reported.reason.obstacle())
            .min();
        match (named, self.state) {
            (Some(obstacle), _) => Some(obstacle),
            (None, PrinterState::Stopped) => Some(Obstacle::Other),
            (None, PrinterState::Idle | PrinterState::Processing) => None,
        }
    }

    /// What keeps the printer from taking a new sheet. A kiosk sells nothing while there is one.
    pub fn obstacle_to_new_sheet(&self) -> Option<Obstacle> {
        self.obstacle().or_else(|| {
            if !self.accepting {
                Some(Obstacle::Paused)
            } else if self.prints_left == Some(0) {
                Some(Obstacle::OutOfPaper)
            } else {
                None
            }
        })
    }
}
