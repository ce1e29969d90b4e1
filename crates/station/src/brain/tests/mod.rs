//! The brain from outside: inputs in, screens and deeds out. Here is the kiosk they play with.

mod buying;
mod codes;
mod editing;
mod index_print;
mod paying;
mod pricing;
mod visiting;

use std::collections::HashSet;

use order::machine::{Effect, Event, PaymentStatus, SheetOutcome};
use order::{Crop, Money, OrderId, PhotoId, PrintSize, QuarterTurns, Recipe, Refusal, SessionId};
use order::{Head, KioskId, Language, Settings, SettingsHash, Soundness, Timestamp, Tone};
use wire::heartbeat::PrinterCondition;
use wire::session::{Admission, PhoneReading, PhotoReading, SessionReading};

use super::*;
use crate::command::Command;
use crate::view::{Obstacle, OutOfService, PayStage, Screen, TileState, Trouble};

const START: Timestamp = Timestamp::from_ms(1_800_000_000_000);

/// Names in the order of asking.
#[derive(Default)]
struct Counting(u32);

impl Ids for Counting {
    fn order(&mut self, _now: Timestamp) -> OrderId {
        self.0 += 1;
        OrderId::parse(&format!("order-{:020}", self.0)).expect("an id")
    }

    fn session(&mut self) -> SessionId {
        self.0 += 1;
        SessionId::parse(&format!("session-{:04}", self.0)).expect("an id")
    }
}

/// A brain with everything plugged in, and the world's answers at hand.
struct Kiosk {
    brain: Brain,
    ids: Counting,
    now: Timestamp,
    last: Reaction,
}

impl Kiosk {
    fn ready() -> Self {
        Self::told(Settings::out_of_the_box(), Scanner::Absent)
    }

    /// A kiosk with these settings.
    fn told(settings: Settings, scanner: Scanner) -> Self {
        let mut kiosk = Self {
            brain: Brain::new(Language::Zh, "0.1.0", scanner),
            ids: Counting::default(),
            now: START,
            last: Reaction::default(),
        };
        kiosk.tell(Input::Booted(Box::new(Boot {
            kiosk: Some(KioskId::parse("kiosk-1").expect("an id")),
            settings: Some(Box::new(good(Settings {
                version: 1,
                ..settings
            }))),
            ..Boot::default()
        })));
        kiosk.tell(Input::DashboardAnswered);
        kiosk.printer(&PrintSize::ALL, Some(100));
        let session = kiosk.session();
        let phone_url = "https://lab.example/p/token#k=key".to_owned();
        kiosk.tell(Input::SessionOpened {
            session,
            phone_url,
            receipts_url: Some("https://lab.example/r/".to_owned()),
        });
        kiosk
    }

    fn tell(&mut self, input: Input) {
        self.last = self.brain.step(input, self.now, &mut self.ids);
    }

    fn tap(&mut self, command: Command) {
        self.tell(Input::Command(command));
    }

    fn wait(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
        self.tell(Input::Tick);
    }

    fn printer(&mut self, sizes: &[PrintSize], prints_left: Option<u32>) {
        self.tell(Input::PrinterSeen(PrinterSight {
            condition: PrinterCondition::Working,
            hold: None,
            reasons: Vec::new(),
            sizes_ready: sizes.to_vec(),
            bleeds: Vec::new(),
            prints_left,
            counter: None,
        }));
    }

    fn session(&self) -> SessionId {
        self.brain.visit.as_ref().expect("a visit").session.clone()
    }

    fn screen(&self) -> Screen {
        self.brain.view(self.now).screen
    }

    /// A phone comes and sends photos of 12 megapixels.
    fn photos(&mut self, names: &[&str]) {
        self.photos_of(names, &[]);
    }

    /// The same, with these heads in each of them.
    fn photos_of(&mut self, names: &[&str], heads: &[Head]) {
        self.unstudied_photos(names);
        for name in names {
            self.studied(name, heads);
        }
    }

    /// The same, before anybody has looked for heads in them.
    fn unstudied_photos(&mut self, names: &[&str]) {
        let session = self.session();
        let photos: Vec<PhotoId> = names.iter().map(|name| photo(name)).collect();
        self.tell(Input::SessionRead(Box::new(SessionReading {
            session: session.clone(),
            kiosk: KioskId::parse("kiosk-1").expect("an id"),
            phones: vec![PhoneReading {
                phone: "phone-1".to_owned(),
                admission: Admission::Admitted,
                sending: 0,
            }],
            photos: photos
                .iter()
                .map(|photo| PhotoReading {
                    photo: photo.clone(),
                    sealed_bytes: 1,
                    landed_at: START,
                    outcome: None,
                })
                .collect(),
        })));
        for photo in photos {
            let opened = PhotoOpened::Ready(PhotoFindings {
                width_px: 4032,
                height_px: 3024,
                soundness: Soundness::Whole,
            });
            self.tell(Input::PhotoOpened {
                session: session.clone(),
                photo,
                opened,
            });
        }
    }

    /// These heads were seen in a photo.
    fn studied(&mut self, name: &str, heads: &[Head]) {
        self.tell(Input::PhotoStudied {
            session: self.session(),
            photo: photo(name),
            study: PhotoStudy {
                heads: heads.to_vec(),
                enhancement: Tone::NEUTRAL,
            },
        });
    }

    /// From photos to the payment's QR code.
    fn order(&mut self, names: &[&str]) -> OrderId {
        self.photos(names);
        for command in [Command::Next, Command::Next, Command::Pay] {
            self.tap(command);
        }
        let id = self
            .brain
            .orders
            .keys()
            .next_back()
            .expect("an order")
            .clone();
        let status = PaymentStatus::Waiting {
            code_url: "weixin://wxpay/bizpayurl?pr=abc".to_owned(),
            pay_by: self.now.plus_ms(180_000),
        };
        self.see(&id, 1, status);
        id
    }

    fn happen(&mut self, order: &OrderId, event: Event) {
        self.tell(Input::OrderHappened {
            order: order.clone(),
            event,
        });
    }

    fn paid(&mut self, order: &OrderId, minor: i64) {
        let status = PaymentStatus::Paid {
            transaction_id: "4200001".to_owned(),
            amount: Money::from_minor(minor),
        };
        self.see(order, 1, status);
    }

    /// News of an order's attempt.
    fn see(&mut self, order: &OrderId, attempt: u32, status: PaymentStatus) {
        let out_trade_no = order.out_trade_no(attempt);
        let event = Event::PaymentSeen {
            out_trade_no,
            status,
        };
        self.happen(order, event);
    }

    fn ends_session(&self, session: &SessionId) -> bool {
        let ended = |record: &Record| matches!(record, Record::SessionEnded { session: ended, .. } if ended == session);
        let wiped = |deed: &Deed| matches!(deed, Deed::EndSession { session: wiped, .. } if wiped == session);
        self.last.records.iter().any(ended) && self.last.deeds.iter().any(wiped)
    }
}

/// Settings as if they had come signed.
fn good(settings: Settings) -> GoodSettings {
    GoodSettings {
        settings,
        hash: SettingsHash::from_bytes([7; 32]),
    }
}

fn photo(name: &str) -> PhotoId {
    PhotoId::parse(&format!("photo-{name:0>4}")).expect("an id")
}
