//! From the first photo to the last sheet, and everything that can come between.

use super::*;
use crate::view::ReceiptView;

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
    assert_eq!(
        receipt(&kiosk.screen()).and_then(|receipt| receipt.url),
        Some(format!("https://lab.example/r/{order}")),
        "the customer's phone can look the order up"
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
    kiosk.see(&order, 1, PaymentStatus::Closed);
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
    kiosk.see(&order, 1, PaymentStatus::Closed);
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

/// The receipt on a screen that has one.
fn receipt(screen: &Screen) -> Option<ReceiptView> {
    match screen {
        Screen::Printing { receipt, .. } | Screen::Done { receipt, .. } => Some(receipt.clone()),
        Screen::Trouble { receipt, .. } => receipt.clone(),
        _ => None,
    }
}

#[test]
fn a_dashboard_that_has_no_receipts_takes_no_known_address_away() {
    let mut kiosk = Kiosk::ready();
    let order = kiosk.order(&["a"]);
    kiosk.tell(Input::SessionOpened {
        session: kiosk.session(),
        phone_url: "https://lab.example/p/token#k=key".to_owned(),
        receipts_url: None,
    });
    kiosk.paid(&order, 250);
    let shown = receipt(&kiosk.screen()).expect("it prints");
    assert_eq!(shown.code, order.receipt_code(), "to say to support");
    assert_eq!(
        shown.url,
        Some(format!("https://lab.example/r/{order}")),
        "for those who walk off while it prints"
    );
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
fn nothing_is_sold_before_its_heads_are_known() {
    let mut kiosk = Kiosk::ready();
    kiosk.unstudied_photos(&["1", "2"]);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::Next);
    for (known, left) in [("1", 2), ("2", 1)] {
        let Screen::Review { obstacle, .. } = kiosk.screen() else {
            panic!("reviewing: {:?}", kiosk.screen());
        };
        let expected = Obstacle::Unstudied { photos: left };
        assert_eq!(
            obstacle,
            Some(expected),
            "the review says what it waits for"
        );
        kiosk.tap(Command::Pay);
        assert!(
            matches!(kiosk.screen(), Screen::Review { .. }),
            "a head could be cut off"
        );
        kiosk.studied(known, &[]);
    }
    kiosk.tap(Command::Pay);
    assert!(
        matches!(kiosk.screen(), Screen::Pay { .. }),
        "then it can be paid: {:?}",
        kiosk.screen()
    );
}

#[test]
fn after_a_crash_a_paid_order_goes_on_where_its_key_survived() {
    let mut kiosk = Kiosk::ready();
    let order = kiosk.order(&["1", "2"]);
    kiosk.paid(&order, 500);
    let session = kiosk.session();
    let open = kiosk.brain.orders[&order].order.clone();
    let restart = |keys: HashSet<SessionId>| {
        let mut brain = Brain::new(Language::Zh, "0.1.0", Scanner::Absent);
        let boot = Boot {
            kiosk: Some(KioskId::parse("kiosk-1").expect("an id")),
            settings: Some(Box::new(good(Settings {
                version: 1,
                ..Settings::out_of_the_box()
            }))),
            orders: vec![open.clone()],
            sessions_open: vec![session.clone()],
            sessions_with_key: keys,
            facts_pending: 0,
        };
        let reaction = brain.step(Input::Booted(Box::new(boot)), START, &mut Counting(100));
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
