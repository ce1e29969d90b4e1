//! `printer-state-reasons` (RFC 8011, 5.4.12): what the printer says is the matter.

use crate::status::PrinterState;

/// A reason, without the severity suffix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrinterReason {
    /// `media-empty`, `media-needed`
    MediaEmpty,
    /// `media-low`
    MediaLow,
    /// `media-jam`
    MediaJam,
    /// `cover-open`, `door-open`, `interlock-open`
    CoverOpen,
    /// `input-tray-missing`: the roll holder or cassette is out
    InputTrayMissing,
    /// `output-tray-missing`, `output-area-full`: nowhere for a print to go
    OutputBlocked,
    /// `marker-supply-empty`, `toner-empty`: ribbon or ink is used up
    SupplyEmpty,
    /// `marker-supply-low`, `toner-low`
    SupplyLow,
    /// `marker-waste-full`
    WasteFull,
    /// `marker-waste-almost-full`
    WasteAlmostFull,
    /// `paused`, `moving-to-paused`: somebody or the queue's error policy stopped it
    Paused,
    /// `offline`, `shutdown`, `timed-out`: the queue cannot reach its printer
    Offline,
    /// `connecting-to-device`: the queue is looking for its printer; normal for a moment
    Connecting,
    /// `spool-area-full`
    SpoolFull,
    /// Anything else, as it was sent, suffix stripped.
    Other(String),
}

/// How bad a reason is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is being printed.
    Report,
    /// Printing goes on, or tries to.
    Warning,
    /// Printing has stopped.
    Error,
}

/// A reason and its severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedReason {
    /// What is the matter.
    pub reason: PrinterReason,
    /// How bad it is, judged by the printer's state: printers hang the suffix on carelessly.
    pub severity: Severity,
}

/// What keeps a sheet from coming out, as a person would put it. In the order in which somebody
/// at the printer would have to deal with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// A sheet is stuck inside.
    Jam,
    /// A cover or door is open.
    CoverOpen,
    /// No paper, or its holder is out.
    OutOfPaper,
    /// Ribbon or ink is used up.
    SupplyEmpty,
    /// The printer is off, unplugged or out of reach.
    Offline,
    /// The queue was stopped; [`Printer::resume`](crate::Printer::resume) may start it.
    Paused,
    /// The printer stopped and does not say why in words we know.
    Other,
}

impl PrinterReason {
    /// Reads one keyword; `None` for `none`.
    pub fn parse(keyword: &str) -> Option<Self> {
        let word = ["-error", "-warning", "-report"]
            .iter()
            .find_map(|suffix| keyword.strip_suffix(suffix))
            .unwrap_or(keyword);
        Some(match word {
            "none" | "" => return None,
            "media-empty" | "media-needed" => Self::MediaEmpty,
            "media-low" => Self::MediaLow,
            "media-jam" => Self::MediaJam,
            "cover-open" | "door-open" | "interlock-open" => Self::CoverOpen,
            "input-tray-missing" => Self::InputTrayMissing,
            "output-tray-missing" | "output-area-full" => Self::OutputBlocked,
            "marker-supply-empty" | "toner-empty" => Self::SupplyEmpty,
            "marker-supply-low" | "toner-low" => Self::SupplyLow,
            "marker-waste-full" => Self::WasteFull,
            "marker-waste-almost-full" => Self::WasteAlmostFull,
            "paused" | "moving-to-paused" => Self::Paused,
            "offline" | "shutdown" | "timed-out" => Self::Offline,
            "connecting-to-device" => Self::Connecting,
            "spool-area-full" => Self::SpoolFull,
            other => Self::Other(other.to_owned()),
        })
    }

    /// What this reason keeps from happening, if anything.
    pub const fn obstacle(&self) -> Option<Obstacle> {
        match self {
            Self::MediaJam => Some(Obstacle::Jam),
            Self::CoverOpen => Some(Obstacle::CoverOpen),
            Self::MediaEmpty | Self::InputTrayMissing => Some(Obstacle::OutOfPaper),
            Self::SupplyEmpty => Some(Obstacle::SupplyEmpty),
            Self::Offline => Some(Obstacle::Offline),
            Self::Paused => Some(Obstacle::Paused),
            Self::OutputBlocked | Self::WasteFull | Self::SpoolFull => Some(Obstacle::Other),
            Self::MediaLow
            | Self::SupplyLow
            | Self::WasteAlmostFull
            | Self::Connecting
            | Self::Other(_) => None,
        }
    }

    /// The severity in a printer of this state. Something that runs low never stopped a printer,
    /// so it stays a warning even while the printer is stopped for another reason.
    pub const fn severity(&self, state: PrinterState) -> Severity {
        match state {
            PrinterState::Idle => Severity::Report,
            PrinterState::Processing => Severity::Warning,
            PrinterState::Stopped => match self {
                Self::MediaLow | Self::SupplyLow | Self::WasteAlmostFull | Self::Connecting => {
                    Severity::Warning
                }
                _ => Severity::Error,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_is_stripped_and_the_state_decides_severity() {
        for keyword in ["media-empty", "media-empty-report", "media-empty-error"] {
            assert_eq!(
                PrinterReason::parse(keyword),
                Some(PrinterReason::MediaEmpty),
                "{keyword}: printers rewrite the suffix, so it must not matter"
            );
        }
        assert_eq!(
            PrinterReason::MediaEmpty.severity(PrinterState::Stopped),
            Severity::Error,
            "no paper and stopped is what stopped it"
        );
        assert_eq!(
            PrinterReason::MediaLow.severity(PrinterState::Stopped),
            Severity::Warning,
            "low paper never stopped a printer"
        );
    }

    #[test]
    fn an_unknown_reason_is_kept_and_blocks_nothing() {
        let reason = PrinterReason::parse("x-ribbon-sad-warning");
        assert_eq!(
            reason,
            Some(PrinterReason::Other("x-ribbon-sad".into())),
            "an unknown reason must reach the log"
        );
        assert_eq!(
            reason.and_then(|r| r.obstacle()),
            None,
            "a word nobody knows must not close a working kiosk"
        );
    }
}
