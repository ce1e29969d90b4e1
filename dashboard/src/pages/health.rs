//! How a kiosk is, computed from what it last said and the time it is. Nothing of this is stored.

use order::Timestamp;
use wire::heartbeat::PrinterCondition;

use crate::store::heartbeats::LastHeartbeat;

use super::words::Words;

/// So many heartbeats may fail to come before a kiosk counts as silent: one is lost every now and
/// then.
const MISSED_BEATS: i64 = 2;

/// A kiosk spreads its heartbeats by up to a sixth of the interval, so that a fleet that wakes up
/// at once does not call at once. Three minutes become six and a half.
const JITTER_PART: i64 = 6;

/// How a kiosk is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    /// It beats and prints.
    Healthy,
    /// No heartbeat for too long.
    Silent {
        /// Its last one.
        since: Timestamp,
    },
    /// It beats, and cannot print.
    NeedsHelp {
        /// Why.
        reason: HelpReason,
    },
    /// It was paired and never beat.
    NeverSeen,
}

/// Why a kiosk that beats needs somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HelpReason {
    /// The printer stands still until somebody helps it.
    PrinterStopped {
        /// IPP `printer-state-reasons` without their severity.
        reasons: Vec<String>,
    },
    /// The printer does not answer.
    PrinterOffline,
    /// The printer works, and has nothing left to print on.
    OutOfPaper,
}

/// The look of a state; every colour goes with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// All is well.
    Done,
    /// Look at it today.
    Warn,
    /// Look at it now.
    Stop,
    /// Nothing to say.
    Plain,
}

impl Tone {
    /// The class name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Warn => "warn",
            Self::Stop => "stop",
            Self::Plain => "plain",
        }
    }
}

impl std::fmt::Display for Tone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Health {
    /// How the kiosk is at `now`, when it is asked to beat every `interval_s` seconds.
    pub(crate) fn of(last: Option<&LastHeartbeat>, interval_s: u32, now: Timestamp) -> Self {
        let Some(last) = last else {
            return Self::NeverSeen;
        };
        if now > deadline(last.received_at, interval_s) {
            return Self::Silent {
                since: last.received_at,
            };
        }
        let printer = &last.heartbeat.printer;
        let reason = match printer.condition {
            PrinterCondition::Stopped => HelpReason::PrinterStopped {
                reasons: printer.reasons.clone(),
            },
            PrinterCondition::Offline => HelpReason::PrinterOffline,
            PrinterCondition::Working if printer.prints_left == Some(0) => HelpReason::OutOfPaper,
            PrinterCondition::Working => return Self::Healthy,
        };
        Self::NeedsHelp { reason }
    }

    /// Whether somebody should look at it now.
    pub(crate) const fn is_trouble(&self) -> bool {
        matches!(self, Self::Silent { .. } | Self::NeedsHelp { .. })
    }

    /// Its look.
    pub(crate) const fn tone(&self) -> Tone {
        match self {
            Self::Healthy => Tone::Done,
            Self::Silent { .. } => Tone::Stop,
            Self::NeedsHelp { .. } => Tone::Warn,
            Self::NeverSeen => Tone::Plain,
        }
    }

    /// In one word.
    pub(crate) const fn word(&self, words: &Words) -> &'static str {
        match self {
            Self::Healthy => words.healthy,
            Self::Silent { .. } => words.silent,
            Self::NeedsHelp { .. } => words.needs_help,
            Self::NeverSeen => words.never_seen,
        }
    }

    /// The word in addresses.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Silent { .. } => "silent",
            Self::NeedsHelp { .. } => "needs_help",
            Self::NeverSeen => "never_seen",
        }
    }

    /// Worst first.
    pub(crate) const fn rank(&self) -> u8 {
        match self {
            Self::Silent { .. } => 0,
            Self::NeedsHelp { .. } => 1,
            Self::NeverSeen => 2,
            Self::Healthy => 3,
        }
    }

    /// What is the matter, in a sentence; none when nothing is.
    pub(crate) fn cause(&self, words: &Words, now: Timestamp) -> Option<String> {
        match self {
            Self::Healthy => None,
            Self::NeverSeen => Some(
                words
                    .pick(
                        "Paired, and not heard from yet. Is it switched on and online?",
                        "已配对，尚未收到心跳。请确认已开机并联网。",
                    )
                    .to_owned(),
            ),
            Self::Silent { since } => {
                let span = words.span(now.ms_since(*since));
                Some(words.pick(
                    format!("No heartbeat for {span}. Is it switched on and online?"),
                    format!("{span}没有心跳，请确认已开机并联网。"),
                ))
            }
            Self::NeedsHelp { reason } => Some(reason.sentence(words)),
        }
    }
}

impl HelpReason {
    fn sentence(&self, words: &Words) -> String {
        match self {
            Self::PrinterOffline => words
                .pick(
                    "The printer does not answer. Check its power and cable.",
                    "打印机没有响应，请检查电源和连线。",
                )
                .to_owned(),
            Self::OutOfPaper => words
                .pick("The printer is out of paper.", "打印机缺纸。")
                .to_owned(),
            Self::PrinterStopped { reasons } if reasons.is_empty() => words
                .pick("The printer has stopped.", "打印机已停止。")
                .to_owned(),
            Self::PrinterStopped { reasons } => {
                let said: Vec<String> = reasons
                    .iter()
                    .map(|reason| words.printer_reason(reason))
                    .collect();
                words.pick(
                    format!("The printer has stopped: {}.", said.join(", ")),
                    format!("打印机已停止：{}。", said.join("、")),
                )
            }
        }
    }
}

/// Until when the next heartbeat is waited for.
fn deadline(received_at: Timestamp, interval_s: u32) -> Timestamp {
    let interval_ms = i64::from(interval_s) * 1000;
    received_at.plus_ms(MISSED_BEATS * interval_ms + interval_ms / JITTER_PART)
}

#[cfg(test)]
mod tests {
    use order::KioskId;
    use wire::heartbeat::{Heartbeat, PrinterHealth};

    use super::super::words::EN;
    use super::*;

    fn heard(condition: PrinterCondition, prints_left: Option<u32>) -> LastHeartbeat {
        LastHeartbeat {
            kiosk: KioskId::parse("kiosk-1").expect("a kiosk id"),
            received_at: Timestamp::from_ms(0),
            heartbeat: Heartbeat {
                boot_id: "boot".to_owned(),
                seq: 1,
                at: Timestamp::from_ms(0),
                software_version: "0.1.0".to_owned(),
                settings_version: 1,
                printer: PrinterHealth {
                    condition,
                    reasons: vec!["media-jam".to_owned()],
                    sizes_ready: Vec::new(),
                    prints_left,
                    counter: None,
                },
                facts_pending: 0,
                orders_open: 0,
                disk_free_bytes: None,
            },
        }
    }

    fn at_s(last: &LastHeartbeat, seconds: i64) -> Health {
        Health::of(Some(last), 180, Timestamp::from_ms(seconds * 1000))
    }

    #[test]
    fn a_kiosk_is_silent_after_two_beats_and_the_jitter_and_not_before() {
        let last = heard(PrinterCondition::Working, None);
        assert_eq!(
            at_s(&last, 390),
            Health::Healthy,
            "six and a half minutes are waited"
        );
        let silent = Health::Silent {
            since: Timestamp::from_ms(0),
        };
        assert_eq!(at_s(&last, 391), silent, "and not a second more");
        assert_eq!(
            at_s(&heard(PrinterCondition::Offline, None), 391),
            silent,
            "what it said before it fell silent no longer counts"
        );
    }

    #[test]
    fn a_printer_that_cannot_print_needs_help_and_says_why() {
        let offline = Health::NeedsHelp {
            reason: HelpReason::PrinterOffline,
        };
        assert_eq!(
            at_s(&heard(PrinterCondition::Offline, None), 1),
            offline,
            "offline"
        );
        let empty = Health::NeedsHelp {
            reason: HelpReason::OutOfPaper,
        };
        assert_eq!(
            at_s(&heard(PrinterCondition::Working, Some(0)), 1),
            empty,
            "out of paper"
        );
        let jam = at_s(&heard(PrinterCondition::Stopped, None), 1);
        assert_eq!(
            jam.cause(&EN, Timestamp::from_ms(0)).as_deref(),
            Some("The printer has stopped: paper jam."),
            "the printer's keyword is said in words"
        );
    }

    #[test]
    fn a_kiosk_that_never_beat_is_no_alarm() {
        let health = Health::of(None, 180, Timestamp::from_ms(0));
        assert_eq!(health, Health::NeverSeen, "it was just paired");
        assert!(!health.is_trouble(), "so nobody is called");
    }
}
