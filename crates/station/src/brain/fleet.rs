//! What the kiosk knows of the world around it: settings in force, whether the dashboard and the
//! printer answer, and what that means for selling.

use order::{IndexPrint, OrderLine, PrintSize, Settings, Timestamp};
use wire::heartbeat::PrinterCondition;

use super::GoodSettings;
use super::visit::Page;
use super::{Brain, PrinterSight, ServiceAnswer};
use crate::view::{Bleed, Obstacle, OutOfService};

/// How long the dashboard may be silent before the kiosk says so. Shorter would flicker through
/// an ordinary hiccup.
const SILENCE_MS: i64 = 10_000;

/// How long the printer may be silent before the kiosk says so.
const PRINTER_SILENCE_MS: i64 = 5_000;

/// Wrong service passwords in a row before the door stays shut for a while.
const TRIES: u32 = 5;

/// How long the service door then stays shut.
const SHUT_MS: i64 = 60_000;

/// Whether the dashboard answers.
#[derive(Debug, Default)]
pub(super) struct Link {
    silent_since: Option<Timestamp>,
    ever_answered: bool,
}

impl Link {
    pub(super) fn answered(&mut self, _now: Timestamp) {
        self.silent_since = None;
        self.ever_answered = true;
    }

    pub(super) fn silent(&mut self, now: Timestamp) {
        self.silent_since.get_or_insert(now);
    }

    pub(super) fn is_down(&self, now: Timestamp) -> bool {
        self.silent_since
            .is_some_and(|since| !self.ever_answered || now.ms_since(since) >= SILENCE_MS)
    }
}

/// What was last seen of the printer.
#[derive(Debug, Default)]
pub(super) struct PrinterWatch {
    sight: Option<PrinterSight>,
    offline_since: Option<Timestamp>,
}

impl PrinterWatch {
    pub(super) fn seen(&mut self, sight: PrinterSight, now: Timestamp) {
        if sight.condition == PrinterCondition::Offline {
            self.offline_since.get_or_insert(now);
        } else {
            self.offline_since = None;
            self.sight = Some(sight);
        }
    }

    pub(super) fn sight(&self) -> Option<&PrinterSight> {
        self.sight.as_ref()
    }

    pub(super) fn sizes_ready(&self) -> &[PrintSize] {
        self.sight.as_ref().map_or(&[], |sight| &sight.sizes_ready)
    }

    /// What is cut off of an upright print of that size; nothing, if the printer does not say.
    pub(super) fn bleed(&self, size: PrintSize) -> Bleed {
        let bleeds = self.sight.as_ref().map_or(&[][..], |sight| &sight.bleeds);
        bleeds
            .iter()
            .find(|(of, _)| *of == size)
            .map_or_else(Bleed::default, |(_, bleed)| *bleed)
    }

    pub(super) fn is_offline(&self, now: Timestamp) -> bool {
        match self.offline_since {
            Some(since) => self.sight.is_none() || now.ms_since(since) >= PRINTER_SILENCE_MS,
            None => false,
        }
    }
}

/// The door to the service screen.
#[derive(Debug, Default)]
pub(super) struct ServiceDoor {
    wrong: u32,
    shut_until: Option<Timestamp>,
}

impl ServiceDoor {
    pub(super) fn may_try(&self, now: Timestamp) -> bool {
        self.shut_until.is_none_or(|until| now >= until)
    }
}

impl Brain {
    /// Newer settings replace older ones; a replay of older ones changes nothing.
    pub(super) fn apply_settings(&mut self, good: GoodSettings) {
        let GoodSettings { settings, hash } = good;
        let newer = self
            .settings
            .as_ref()
            .is_none_or(|known| settings.version > known.version);
        if newer {
            self.settings = Some(settings);
            self.settings_hash = Some(hash);
        }
    }

    pub(super) fn settings_in_force(&self, now: Timestamp) -> Option<&Settings> {
        self.settings
            .as_ref()
            .filter(|settings| now <= settings.valid_until)
    }

    pub(super) fn service_answered(&mut self, answer: ServiceAnswer, now: Timestamp) {
        match answer {
            ServiceAnswer::Granted => {
                self.service = ServiceDoor::default();
                self.turn(|page| matches!(page, Page::Attract), Page::Service);
            }
            ServiceAnswer::Refused => {
                self.service.wrong += 1;
                if self.service.wrong >= TRIES {
                    self.service.wrong = 0;
                    self.service.shut_until = Some(now.plus_ms(SHUT_MS));
                }
            }
        }
    }

    /// Why nothing can be sold, if so.
    pub(super) fn out_of_service(&self, now: Timestamp) -> Option<OutOfService> {
        if self.settings_in_force(now).is_none() {
            return Some(OutOfService::NoSettings);
        }
        if self.dashboard.is_down(now) {
            return Some(OutOfService::Offline);
        }
        if self.printer.is_offline(now) {
            return Some(OutOfService::PrinterOffline);
        }
        let sight = self.printer.sight()?;
        if sight.condition == PrinterCondition::Stopped {
            return Some(OutOfService::PrinterStopped);
        }
        let nothing_left = sight.prints_left == Some(0);
        (sight.sizes_ready.is_empty() || nothing_left).then_some(OutOfService::NoPaper)
    }

    /// What keeps these lines from being printed now. Nothing is sold that cannot be delivered.
    pub(super) fn obstacle(
        &self,
        lines: &[OrderLine],
        index_print: IndexPrint,
        now: Timestamp,
    ) -> Option<Obstacle> {
        if self.dashboard.is_down(now) {
            return Some(Obstacle::Offline);
        }
        let Some(sight) = self
            .printer
            .sight()
            .filter(|_| !self.printer.is_offline(now))
        else {
            return Some(Obstacle::PrinterDown);
        };
        if sight.condition != PrinterCondition::Working {
            return Some(Obstacle::PrinterDown);
        }
        let missing = lines
            .iter()
            .find(|line| !sight.sizes_ready.contains(&line.size));
        if let Some(line) = missing {
            return Some(Obstacle::SizeOut { size: line.size });
        }
        let photos: u32 = lines.iter().map(|line| line.copies).sum();
        let sheets = photos + index_print.sheets(lines.len());
        let event = self
            .settings_in_force(now)
            .and_then(|settings| settings.discounts.event.as_ref())
            .filter(|event| event.is_on(now) && sheets > event.most_sheets);
        if let Some(event) = event {
            let most = event.most_sheets;
            return Some(Obstacle::FreeLimit { most });
        }
        match sight.prints_left {
            Some(left) if left < sheets => Some(Obstacle::TooFewPrintsLeft { left }),
            _ => self.unstudied(lines).or_else(|| self.code_obstacle()),
        }
    }

    /// Heads are looked for after a photo is shown; nothing is cut before they are known.
    fn unstudied(&self, lines: &[OrderLine]) -> Option<Obstacle> {
        let photos = self.visit.as_ref()?.unstudied(lines);
        let photos = u32::try_from(photos).unwrap_or(u32::MAX);
        (photos > 0).then_some(Obstacle::Unstudied { photos })
    }
}
