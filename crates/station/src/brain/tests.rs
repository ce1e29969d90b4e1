//! The brain from outside: inputs in, screens and deeds out.

use std::collections::HashSet;

use order::machine::{Effect, Event, PaymentStatus, SheetOutcome};
use order::{Crop, Money, OrderId, PhotoId, PrintSize, QuarterTurns, Recipe, Refusal, SessionId};
use order::{KioskId, Language, Settings, Timestamp};
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
        let mut kiosk = Self {
            brain: Brain::new(Language::Zh, "0.1.0"),
            ids: Counting::default(),
            now: START,
            last: Reaction::default(),
        };
        kiosk.tell(Input::Booted(Boot {
            kiosk: Some(KioskId::parse("kiosk-1").expect("an id")),
            settings: Some(Settings {
                version: 1,
                ..Settings::out_of_the_box()
            }),
            ..Boot::default()
        }));
        kiosk.tell(Input::DashboardAnswered);
        kiosk.printer(&PrintSize::ALL, Some(100));
        let session = kiosk.session();
        let phone_url = "https://lab.example/p/token#k=key".to_owned();
        kiosk.tell(Input::SessionOpened { session, phone_url });
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
            prints_left,
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
            let opened = PhotoOpened::Ready {
                width_px: 4032,
                height_px: 3024,
            };
            self.tell(Input::PhotoOpened {
                session: session.clone(),
                photo,
                opened,
            });
        }
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
        self.happen(
            &id,
            Event::PaymentSeen {
                status: PaymentStatus::Waiting {
                    code_url: "weixin://wxpay/bizpayurl?pr=abc".to_owned(),
                    pay_by: self.now.plus_ms(180_000),
                },
            },
        );
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
        self.happen(order, Event::PaymentSeen { status });
    }

    fn ends_session(&self, session: &SessionId) -> bool {
        let ended = |record: &Record| matches!(record, Record::SessionEnded { session: ended, .. } if ended == session);
        let wiped = |deed: &Deed| matches!(deed, Deed::EndSession { session: wiped, .. } if wiped == session);
        self.last.records.iter().any(ended) && self.last.deeds.iter().any(wiped)
    }
}

fn photo(name: &str) -> PhotoId {
    PhotoId::parse(&format!("photo-{name:0>4}")).expect("an id")
}

#[test]
fn a_customer_goes_from_scan_to_prints() {
    let mut kiosk = Kiosk::ready();
    assert!(
        matches!(
            kiosk.screen(),
            Screen::Attract {
                phone_url: Some(_),
                ..
            }
        ),
        "a code to scan"
    );
    let session = kiosk.session();
    let order = kiosk.order(&["1", "2"]);
    assert!(
        matches!(kiosk.screen(), Screen::Pay { stage: PayStage::Waiting { .. }, total } if total == Money::from_minor(500)),
        "two 6-inch prints for 5.00: {:?}",
        kiosk.screen()
    );
    kiosk.paid(&order, 500);
    assert!(
        matches!(
            kiosk.screen(),
            Screen::Printing {
                sheet: 1,
                of: 2,
                ..
            }
        ),
        "the first sheet"
    );
    for sheet in [1, 2] {
        kiosk.happen(&order, Event::SheetSent { sheet, job: 7 });
        kiosk.happen(
            &order,
            Event::SheetSettled {
                sheet,
                outcome: SheetOutcome::Printed,
            },
        );
    }
    assert!(
        matches!(
            kiosk.screen(),
            Screen::Done {
                printed: 2,
                ordered: 2,
                refund: None,
                ..
            }
        ),
        "take your two photos: {:?}",
        kiosk.screen()
    );
    assert!(
        kiosk.ends_session(&session),
        "the photos' key is destroyed with the last sheet"
    );
    kiosk.tap(Command::Finish);
    assert!(
        matches!(
            kiosk.screen(),
            Screen::Attract {
                phone_url: None,
                ..
            }
        ),
        "the next customer"
    );
    assert_ne!(kiosk.session(), session, "gets a visit of their own");
}

#[test]
fn an_order_is_written_down_before_anything_is_asked_for() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    for command in [Command::Next, Command::Next, Command::Pay] {
        kiosk.tap(command);
    }
    let written = kiosk
        .last
        .records
        .iter()
        .any(|record| matches!(record, Record::Order(_)));
    let opens = |deed: &Deed| {
        matches!(
            deed,
            Deed::Order {
                effect: Effect::OpenPayment { .. },
                ..
            }
        )
    };
    assert!(
        written && kiosk.last.deeds.iter().any(opens),
        "record and deed come in one step"
    );
}

#[test]
fn nobody_there_means_that_everything_is_forgotten() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    let session = kiosk.session();
    kiosk.wait(75_000);
    let warning = kiosk
        .brain
        .view(kiosk.now)
        .idle
        .expect("the screen asks first");
    assert_eq!(warning.seconds_left, 15, "and says how long it waits");
    kiosk.tap(Command::StillHere);
    assert_eq!(
        kiosk.brain.view(kiosk.now).idle,
        None,
        "one tap is enough to stay"
    );
    kiosk.wait(90_000);
    assert!(
        kiosk.ends_session(&session),
        "nobody answered, so the photos go"
    );
    assert!(
        matches!(kiosk.screen(), Screen::Attract { .. }),
        "and nothing of them is shown"
    );
}

#[test]
fn paying_and_printing_never_time_out_by_idleness() {
    let mut kiosk = Kiosk::ready();
    let order = kiosk.order(&["1"]);
    kiosk.wait(150_000);
    assert!(
        matches!(kiosk.screen(), Screen::Pay { .. }),
        "the provider's window counts"
    );
    kiosk.paid(&order, 250);
    kiosk.happen(&order, Event::SheetSent { sheet: 1, job: 7 });
    kiosk.wait(400_000);
    assert!(
        matches!(kiosk.screen(), Screen::Printing { .. }),
        "nobody is sent away from their prints"
    );
}

#[test]
fn cancelling_at_the_payment_keeps_the_photos() {
    let mut kiosk = Kiosk::ready();
    let order = kiosk.order(&["1"]);
    kiosk.tap(Command::Back);
    assert!(
        matches!(kiosk.screen(), Screen::Review { .. }),
        "back where they were"
    );
    kiosk.paid(&order, 250);
    let refunds = |deed: &Deed| {
        matches!(
            deed,
            Deed::Order {
                effect: Effect::Refund { .. },
                ..
            }
        )
    };
    assert!(
        kiosk.last.deeds.iter().any(refunds),
        "a payment that crossed it goes back by itself"
    );
    assert!(
        matches!(kiosk.screen(), Screen::Review { .. }),
        "without disturbing the customer"
    );
}

#[test]
fn a_payment_that_never_comes_leads_back_to_the_review() {
    let mut kiosk = Kiosk::ready();
    let order = kiosk.order(&["1"]);
    kiosk.wait(180_000);
    let stage = PayStage::Checking;
    let total = Money::from_minor(250);
    assert_eq!(
        kiosk.screen(),
        Screen::Pay { stage, total },
        "looking for a late payment"
    );
    kiosk.happen(
        &order,
        Event::PaymentSeen {
            status: PaymentStatus::Closed,
        },
    );
    assert!(
        matches!(
            kiosk.screen(),
            Screen::Trouble {
                trouble: Trouble::NotPaid { .. },
                ..
            }
        ),
        "not charged, in words"
    );
    kiosk.tap(Command::Finish);
    assert!(
        matches!(kiosk.screen(), Screen::Review { .. }),
        "and another try is one tap away"
    );
}

#[test]
fn whoever_leaves_from_the_trouble_screen_leaves_nothing_behind() {
    let mut kiosk = Kiosk::ready();
    let session = kiosk.session();
    let order = kiosk.order(&["1"]);
    kiosk.happen(
        &order,
        Event::PaymentSeen {
            status: PaymentStatus::Closed,
        },
    );
    kiosk.tap(Command::Cancel);
    assert!(kiosk.ends_session(&session), "one tap ends the visit");
    assert!(
        matches!(kiosk.screen(), Screen::Attract { .. }),
        "and the next customer sees nothing of it"
    );
}

#[test]
fn a_sheet_that_fails_is_shown_as_a_refund() {
    let mut kiosk = Kiosk::ready();
    let order = kiosk.order(&["1", "2"]);
    kiosk.paid(&order, 500);
    kiosk.happen(&order, Event::SheetSent { sheet: 1, job: 7 });
    kiosk.happen(
        &order,
        Event::SheetSettled {
            sheet: 1,
            outcome: SheetOutcome::Printed,
        },
    );
    kiosk.tap(Command::GiveUpPrinting);
    kiosk.happen(&order, Event::SheetMissing { sheet: 2 });
    let Screen::Done {
        printed,
        refund: Some(refund),
        ..
    } = kiosk.screen()
    else {
        panic!("one print, one refund: {:?}", kiosk.screen());
    };
    assert_eq!((printed, refund.amount), (1, Money::from_minor(250)));
}

#[test]
fn what_cannot_be_delivered_is_not_sold() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1", "2", "3"]);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::Next);
    let cases: [(&[PrintSize], Option<u32>, Obstacle); 2] = [
        (
            &[PrintSize::EightInch],
            Some(100),
            Obstacle::SizeOut {
                size: PrintSize::SixInch,
            },
        ),
        (
            &PrintSize::ALL,
            Some(2),
            Obstacle::TooFewPrintsLeft { left: 2 },
        ),
    ];
    for (sizes, left, expected) in cases {
        kiosk.printer(sizes, left);
        let Screen::Review { obstacle, .. } = kiosk.screen() else {
            panic!("still reviewing: {:?}", kiosk.screen());
        };
        assert_eq!(obstacle, Some(expected), "the review says why");
        kiosk.tap(Command::Pay);
        assert!(
            matches!(kiosk.screen(), Screen::Review { .. }),
            "and nothing is charged"
        );
    }
}

#[test]
fn without_dashboard_printer_or_paper_the_kiosk_says_so() {
    let mut kiosk = Kiosk::ready();
    kiosk.printer(&[], Some(0));
    let no_paper = Screen::OutOfService {
        reason: OutOfService::NoPaper,
    };
    assert_eq!(kiosk.screen(), no_paper);
    kiosk.printer(&PrintSize::ALL, None);
    kiosk.tell(Input::DashboardSilent);
    assert!(
        matches!(kiosk.screen(), Screen::Attract { .. }),
        "a hiccup is not worth a word"
    );
    kiosk.wait(10_000);
    let offline = Screen::OutOfService {
        reason: OutOfService::Offline,
    };
    assert_eq!(kiosk.screen(), offline);
}

#[test]
fn a_refused_photo_is_named_and_stays_out_of_the_order() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    let session = kiosk.session();
    let mut reading = SessionReading {
        session: session.clone(),
        kiosk: KioskId::parse("kiosk-1").expect("an id"),
        phones: Vec::new(),
        photos: Vec::new(),
    };
    reading.photos.push(PhotoReading {
        photo: photo("2"),
        sealed_bytes: 1,
        landed_at: START,
        outcome: None,
    });
    kiosk.tell(Input::SessionRead(Box::new(reading)));
    let opened = PhotoOpened::Refused {
        refusal: Refusal::Video,
        name: Some("IMG_20.mov".to_owned()),
    };
    kiosk.tell(Input::PhotoOpened {
        session,
        photo: photo("2"),
        opened,
    });
    let Screen::Collect { tiles, chosen, .. } = kiosk.screen() else {
        panic!("collecting: {:?}", kiosk.screen());
    };
    assert!(
        matches!(&tiles[1].state, TileState::Refused { name: Some(name), .. } if name == "IMG_20.mov")
    );
    assert_eq!(chosen, 1, "only what can be printed is counted");
}

#[test]
fn a_crop_of_the_wrong_shape_is_not_taken() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::OpenEditor { photo: photo("1") });
    let recipe = |width, height| Recipe {
        quarter_turns: QuarterTurns::None,
        crop: Crop {
            x: 0,
            y: 0,
            width,
            height,
        },
    };
    let shown = |kiosk: &Kiosk| match kiosk.screen() {
        Screen::Edit { line, .. } => line.recipe,
        screen => panic!("editing: {screen:?}"),
    };
    let before = shown(&kiosk);
    for wrong in [
        recipe(500_000, 100_000),
        recipe(2_000_000, 2_000_000),
        recipe(9, 8),
    ] {
        kiosk.tap(Command::SetRecipe { recipe: wrong });
        assert_eq!(
            shown(&kiosk),
            before,
            "{wrong:?} would distort or leave the photo"
        );
    }
    let zoomed = recipe(500_000, 444_444);
    kiosk.tap(Command::SetRecipe { recipe: zoomed });
    assert_eq!(shown(&kiosk), zoomed, "3:2 of a 4:3 photo");
}

#[test]
fn after_a_crash_a_paid_order_goes_on_where_its_key_survived() {
    let mut kiosk = Kiosk::ready();
    let order = kiosk.order(&["1", "2"]);
    kiosk.paid(&order, 500);
    let session = kiosk.session();
    let open = kiosk.brain.orders[&order].order.clone();
    let restart = |keys: HashSet<SessionId>| {
        let mut brain = Brain::new(Language::Zh, "0.1.0");
        let boot = Boot {
            kiosk: Some(KioskId::parse("kiosk-1").expect("an id")),
            settings: Some(Settings {
                version: 1,
                ..Settings::out_of_the_box()
            }),
            orders: vec![open.clone()],
            sessions_open: vec![session.clone()],
            sessions_with_key: keys,
            facts_pending: 0,
        };
        let reaction = brain.step(Input::Booted(boot), START, &mut Counting(100));
        (brain, reaction)
    };

    let (brain, reaction) = restart(HashSet::from([session.clone()]));
    assert!(
        matches!(brain.view(START).screen, Screen::Printing { sheet: 1, .. }),
        "it goes on"
    );
    let looks = |deed: &Deed| {
        matches!(
            deed,
            Deed::Order {
                effect: Effect::PrintSheet {
                    search: order::machine::Search::First,
                    ..
                },
                ..
            }
        )
    };
    assert!(
        reaction.deeds.iter().any(looks),
        "and looks for the sheet before it sends it again"
    );

    let (_, reaction) = restart(HashSet::new());
    let finds = |deed: &Deed| {
        matches!(
            deed,
            Deed::Order {
                effect: Effect::FindSheet { .. },
                ..
            }
        )
    };
    assert!(
        reaction.deeds.iter().any(finds),
        "without the key nothing can be sent any more"
    );
}

#[test]
fn a_second_phone_waits_for_a_word_from_the_screen() {
    let mut kiosk = Kiosk::ready();
    kiosk.photos(&["1"]);
    let session = kiosk.session();
    let phone = |name: &str, admission| PhoneReading {
        phone: name.to_owned(),
        admission,
        sending: 0,
    };
    kiosk.tell(Input::SessionRead(Box::new(SessionReading {
        session: session.clone(),
        kiosk: KioskId::parse("kiosk-1").expect("an id"),
        phones: vec![
            phone("phone-1", Admission::Admitted),
            phone("phone-2", Admission::Waiting),
        ],
        photos: Vec::new(),
    })));
    assert!(kiosk.brain.view(kiosk.now).second_phone, "the screen asks");
    kiosk.tap(Command::AdmitPhone);
    let admitted = Deed::DecidePhone {
        session,
        phone: "phone-2".to_owned(),
        admission: Admission::Admitted,
    };
    assert!(
        kiosk.last.deeds.contains(&admitted),
        "and the answer is passed on"
    );
}
