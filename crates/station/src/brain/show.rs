//! From state to screen.

use order::machine::{Paying, Standing, State, Try};
use order::recipe::{Fit, Orientation, orientation_of};
use order::{OrderLine, Timestamp};

use super::endings::paid_too_late;
use super::idle::{WARNING_MS, limit_ms};
use super::index_print::on_sheet;
use super::orders::progress;
use super::visit::{Page, PhotoState, TroublePage, Visit};
use super::{Brain, Kept, PrinterSight};
use crate::view::{
    BarcodeView, Bleed, Idle, Line, Notice, Offer, PayCode, PayStage, PrintCourse, Screen,
    ServiceReport, Sharpness, Tile, TileState, View,
};

/// Fewer pixels an inch than this look soft at arm's length.
const SOFT_BELOW_DPI: u64 = 200;

/// What a heartbeat says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Version of the settings in force; 0 before any.
    pub settings_version: u64,
    /// Seconds between heartbeats.
    pub heartbeat_interval_s: u32,
    /// The printer as it was last seen; none before.
    pub printer: Option<PrinterSight>,
    /// Whether the printer answers.
    pub printer_offline: bool,
    /// Facts not yet uploaded.
    pub facts_pending: u64,
    /// Orders whose money is still open.
    pub orders_open: u32,
}

impl Brain {
    /// What a heartbeat says at the moment `now`.
    pub fn health(&self, now: Timestamp) -> Health {
        let settings = self.settings.as_ref();
        Health {
            settings_version: settings.map_or(0, |settings| settings.version),
            heartbeat_interval_s: settings.map_or(180, |settings| settings.heartbeat_interval_s),
            printer: self.printer.sight().cloned(),
            printer_offline: self.printer.is_offline(now),
            facts_pending: self.facts_pending,
            orders_open: self.orders_open(),
        }
    }

    /// The screen at the moment `now`. `revision` is the caller's: it rises when a view differs
    /// from the one before.
    pub fn view(&self, now: Timestamp) -> View {
        let settings = self.settings.as_ref();
        View {
            revision: 0,
            language: self.language,
            kiosk_name: settings.map_or_else(String::new, |s| s.kiosk_name.clone()),
            site_name: settings.map_or_else(String::new, |s| s.site_name.clone()),
            screen: self.screen(now),
            notices: self.notices(now),
            idle: self.idle_warning(now),
            second_phone: self
                .visit
                .as_ref()
                .is_some_and(|visit| visit.second_phone.is_some()),
        }
    }

    fn screen(&self, now: Timestamp) -> Screen {
        if !self.booted {
            return Screen::Starting;
        }
        let Some(visit) = &self.visit else {
            return match (&self.kiosk, self.out_of_service(now)) {
                (None, _) => Screen::Pairing {
                    code: self.pairing_code.clone(),
                },
                (Some(_), Some(reason)) => Screen::OutOfService { reason },
                (Some(_), None) => Screen::Starting,
            };
        };
        let lines = visit.lines();
        match &visit.page {
            Page::Attract => match self.out_of_service(now) {
                Some(reason) => Screen::OutOfService { reason },
                None => Screen::Attract {
                    phone_url: visit.phone_url.clone(),
                    offers: self.offers(now),
                    discount: self.settings_in_force(now).and_then(|s| s.discount),
                },
            },
            Page::Collect => Screen::Collect {
                phone_url: visit.phone_url.clone(),
                phone_connected: visit.phone_connected,
                tiles: visit.photos.iter().map(tile).collect(),
                sending: visit.sending,
                chosen: u32::try_from(lines.len()).unwrap_or(u32::MAX),
            },
            Page::Sizes => Screen::Sizes {
                offers: self.offers(now),
                quote: self.quote(visit, &lines, self.index_print(visit, &lines, now), now),
                lines: shown(visit, &lines),
            },
            Page::Edit(photo) => {
                let edited = lines.iter().find(|line| line.photo == *photo);
                match edited.and_then(|line| shown_line(visit, line)) {
                    Some(line) => {
                        let bleed = self.printer.bleed(line.size);
                        edit(line, bleed)
                    }
                    None => Screen::Starting,
                }
            }
            Page::Review => {
                let index_print = self.index_print(visit, &lines, now);
                Screen::Review {
                    quote: self.quote(visit, &lines, index_print, now),
                    obstacle: self.obstacle(&lines, index_print, now),
                    index_print: self.index_offer(visit, &lines, now),
                    code: self.code_view(visit, &lines, index_print, now),
                    lines: shown(visit, &lines),
                }
            }
            Page::Order(id) => match self.orders.get(id) {
                Some(kept) => self.order_screen(kept, now),
                None => Screen::Starting,
            },
            Page::Done(id) => match self.orders.get(id) {
                Some(kept) => self.done(&kept.order, visit.deleted_at.unwrap_or(now)),
                None => Screen::Starting,
            },
            Page::Trouble { trouble, order } => {
                let order = self.orders.get(order).map(|kept| &kept.order);
                Screen::Trouble {
                    trouble: match trouble {
                        TroublePage::Fixed(trouble) => *trouble,
                        TroublePage::PaidTooLate => paid_too_late(order),
                    },
                    receipt: order.map(|order| self.receipt(order)),
                }
            }
            Page::Service => Screen::Service {
                report: self.service_report(now),
            },
        }
    }

    fn order_screen(&self, kept: &Kept, now: Timestamp) -> Screen {
        let order = &kept.order;
        let pay = |stage| Screen::Pay {
            stage,
            total: order.quote.total,
        };
        match &order.state {
            State::Paying(paying) => pay(self.pay_stage(kept, paying, now)),
            State::Closing(_) => pay(PayStage::Checking),
            State::Printing {
                sheets, giving_up, ..
            } => {
                let (number, of) = progress(sheets);
                let index = usize::try_from(number.saturating_sub(1)).unwrap_or(0);
                let in_hand = sheets.get(index);
                let Some(shows) = in_hand.and_then(|sheet| on_sheet(order, sheet.content)) else {
                    return pay(PayStage::Checking);
                };
                let left = i64::from(of.saturating_sub(number)) + 1;
                let spent = seconds(now.ms_since(kept.sheet_since));
                Screen::Printing {
                    sheet: number,
                    of,
                    shows,
                    seconds_left: kept.hold.is_none().then(|| {
                        self.sheet_pace
                            .seconds_for(left)
                            .saturating_sub(spent)
                            .max(1)
                    }),
                    hold: kept.hold,
                    receipt: self.receipt(order),
                    course: if giving_up.is_some() {
                        PrintCourse::Stopping
                    } else {
                        PrintCourse::GoingOn
                    },
                }
            }
            State::Refunding { .. } | State::Finished { .. } => self.done(order, now),
        }
    }

    fn pay_stage(&self, kept: &Kept, paying: &Paying, now: Timestamp) -> PayStage {
        let codes: Vec<PayCode> = paying.attempts.iter().filter_map(pay_code).collect();
        let barcode = self.barcode_view(kept, now);
        let nothing_yet = codes.iter().all(|code| code.code_url.is_none());
        if nothing_yet && matches!(barcode, BarcodeView::Off | BarcodeView::Ready) {
            return PayStage::Opening;
        }
        let ends_at = paying.ends_at();
        PayStage::Waiting {
            codes,
            barcode,
            seconds_left: seconds(ends_at.ms_since(now)),
            seconds_in_all: seconds(ends_at.ms_since(kept.order.placed_at)),
        }
    }

    fn offers(&self, now: Timestamp) -> Vec<Offer> {
        let Some(settings) = self.settings_in_force(now) else {
            return Vec::new();
        };
        let ready = self.printer.sizes_ready();
        let sold = settings.prices.sizes_sold();
        sold.map(|(size, price)| Offer {
            size,
            price,
            available: ready.contains(&size),
        })
        .collect()
    }

    fn notices(&self, now: Timestamp) -> Vec<Notice> {
        let mut notices = Vec::new();
        if self.visit.is_some()
            && self.out_of_service(now).is_none()
            && self.printer.sight().is_some()
        {
            let ready = self.printer.sizes_ready();
            // What shares a sheet with others is out when that sheet's own size is, and only then.
            let sold = self.offers(now).into_iter().map(|offer| offer.size);
            let out = sold.filter(|size| *size == size.paper() && !ready.contains(size));
            notices.extend(out.map(|size| Notice::SizeOut { size }));
        }
        if self.dashboard.is_down(now) {
            notices.push(Notice::Offline);
        }
        notices
    }

    fn idle_warning(&self, now: Timestamp) -> Option<Idle> {
        let visit = self.visit.as_ref()?;
        let asks =
            limit_ms(&visit.page)? > 3 * WARNING_MS || matches!(visit.page, Page::Trouble { .. });
        let left = self.idle_left_ms(now)?;
        (asks && left <= WARNING_MS).then(|| Idle {
            seconds_left: seconds(left),
        })
    }

    fn service_report(&self, now: Timestamp) -> ServiceReport {
        let sight = self.printer.sight();
        ServiceReport {
            kiosk: self
                .kiosk
                .as_ref()
                .map_or_else(String::new, |kiosk| kiosk.as_str().to_owned()),
            software_version: self.software_version.clone(),
            settings_version: self
                .settings
                .as_ref()
                .map_or(0, |settings| settings.version),
            dashboard_answers: !self.dashboard.is_down(now),
            printer_reasons: sight.map_or_else(Vec::new, |sight| sight.reasons.clone()),
            printer_answers: !self.printer.is_offline(now),
            prints_left: sight.and_then(|sight| sight.prints_left),
            facts_pending: self.facts_pending,
            orders_open: self.orders_open(),
        }
    }
}

/// What the customer can scan, or soon will.
fn pay_code(tried: &Try) -> Option<PayCode> {
    let code_url = match &tried.standing {
        Standing::Opening => None,
        Standing::Waiting { code_url, .. } => Some(code_url.clone()),
        Standing::Charging { .. }
        | Standing::Confirming { .. }
        | Standing::Reversing
        | Standing::Ended { .. }
        | Standing::PaidLate { .. } => return None,
    };
    Some(PayCode {
        provider: tried.attempt.provider,
        code_url,
    })
}

fn tile(photo: &super::visit::Photo) -> Tile {
    Tile {
        photo: photo.id.clone(),
        chosen: photo.chosen,
        state: match &photo.state {
            PhotoState::Landing => TileState::Landing,
            PhotoState::Ready(known) => TileState::Ready {
                width_px: known.findings.width_px,
                height_px: known.findings.height_px,
                soundness: known.findings.soundness,
            },
            PhotoState::Refused { refusal, name } => TileState::Refused {
                refusal: *refusal,
                name: name.clone(),
            },
        },
    }
}

fn shown(visit: &Visit, lines: &[OrderLine]) -> Vec<Line> {
    lines
        .iter()
        .filter_map(|line| shown_line(visit, line))
        .collect()
}

fn shown_line(visit: &Visit, line: &OrderLine) -> Option<Line> {
    let known = visit.reading(&line.photo)?;
    Some(Line {
        photo: line.photo.clone(),
        width_px: known.findings.width_px,
        height_px: known.findings.height_px,
        size: line.size,
        copies: line.copies,
        recipe: line.recipe,
        sharpness: sharpness(line, known.pixels()),
        soundness: known.findings.soundness,
        enhancement: known.enhancement(),
        faces: u32::try_from(known.heads().len()).unwrap_or(u32::MAX),
    })
}

fn sharpness(line: &OrderLine, pixels: (u32, u32)) -> Sharpness {
    let (width, height) = line.recipe.quarter_turns.turned(pixels);
    let crop = line.recipe.crop;
    let across = u64::from(width) * u64::from(crop.width) / u64::from(order::recipe::WHOLE);
    let down = u64::from(height) * u64::from(crop.height) / u64::from(order::recipe::WHOLE);
    let long_side_tenths_mm = u64::from(line.size.height_mm()) * 10;
    if across.max(down) * 254 >= SOFT_BELOW_DPI * long_side_tenths_mm {
        Sharpness::Good
    } else {
        Sharpness::Soft
    }
}

fn edit(line: Line, bleed: Bleed) -> Screen {
    let turned = line
        .recipe
        .quarter_turns
        .turned((line.width_px, line.height_px));
    let orientation = match line.recipe.fit {
        Fit::Fill => line.recipe.crop.orientation(turned),
        Fit::Whole => orientation_of(turned),
    };
    let (aspect_width, aspect_height) =
        (line.size).picture_aspect(orientation, line.recipe.border_mm);
    let (paper_width, paper_height) = line.size.aspect(orientation);
    Screen::Edit {
        line,
        aspect_width,
        aspect_height,
        paper_width,
        paper_height,
        bleed: match orientation {
            Orientation::Portrait => bleed,
            Orientation::Landscape => bleed.turned(),
        },
    }
}

fn seconds(ms: i64) -> u32 {
    u32::try_from((ms.max(0) + 999) / 1000).unwrap_or(u32::MAX)
}
