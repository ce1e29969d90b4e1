//! "I am well", every three minutes by default.

use order::{PrintSize, Timestamp};
use serde::{Deserialize, Serialize};

use crate::kiosk::Hint;

/// What a kiosk says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// Made anew at every start of the kiosk; two living ones with one key are a clone.
    pub boot_id: String,
    /// Counts up from 1 within a boot; a repeat or a lower one is dropped.
    pub seq: u64,
    /// The kiosk's clock.
    pub at: Timestamp,
    /// The kiosk's software version.
    pub software_version: String,
    /// Version of the settings in force; 0 before any.
    pub settings_version: u64,
    /// The printer.
    pub printer: PrinterHealth,
    /// Facts not yet uploaded.
    pub facts_pending: u64,
    /// Orders whose money is still open.
    pub orders_open: u32,
    /// Bytes free where the kiosk keeps its journal.
    pub disk_free_bytes: Option<u64>,
}

/// The printer, in the few words that a manager needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterHealth {
    /// Whether it prints.
    pub condition: PrinterCondition,
    /// IPP `printer-state-reasons` without their severity, when there are any.
    pub reasons: Vec<String>,
    /// Sizes it can print now.
    pub sizes_ready: Vec<PrintSize>,
    /// Prints left on the loaded media, where the printer says so.
    pub prints_left: Option<u32>,
    /// The printer's own count, where it keeps one and nothing is being printed. Absent from
    /// kiosks before 2026-11-23; never 0 for a printer that does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<PrinterCounter>,
}

/// What a printer says it printed in its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterCounter {
    /// Which machine: IPP `printer-uuid`, else `printer-name`.
    pub printer: String,
    /// IPP `printer-impressions-completed`.
    pub impressions: u32,
}

/// Whether a printer prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrinterCondition {
    /// Ready or printing.
    Working,
    /// Stopped until somebody helps it.
    Stopped,
    /// It does not answer.
    Offline,
}

/// The dashboard's answer: one round trip carries all there is to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeartbeatAnswer {
    /// The dashboard's clock.
    pub server_time: Timestamp,
    /// Seconds until the next heartbeat is expected.
    pub next_in_s: u32,
    /// What the kiosk may have missed.
    pub hints: Vec<Hint>,
}
