//! Purchases in which nobody is in a hurry.

use sandbox::transit_card::{Layout, Standing, Trouble, TroubleAt};
use transit::{Evidence, Outcome, Refusal, read_card};

use crate::support::{Kiosk, PRICE, card, derivation, layouts, price, psam};

const BOTH: [Layout; 2] = [Layout::TUnion, Layout::OlderBeijing];

#[test]
fn a_card_of_each_layout_pays_and_the_psam_believes_it() {
    for layout in BOTH {
        let card = card(layout, 1000_7510_1234_5678, 5000);
        let mut kiosk = Kiosk::new(psam(), derivation(layout));
        for turn in 1..=3 {
            let outcome = kiosk.pay(&card, price(PRICE)).expect("the card is read");
            let Outcome::Debited(record) = outcome else {
                panic!("{layout:?}, turn {turn}: a good card pays, not {outcome:?}");
            };
            assert!(
                matches!(record.evidence, Evidence::Mac2Checked { .. }),
                "the PSAM checked the card's MAC2"
            );
            assert_eq!(
                record.transaction.terminal_sequence,
                299 + turn,
                "the PSAM counts each purchase"
            );
        }
        assert_eq!(
            card.with(|card| card.balance()),
            3200,
            "three times 6.00 of 50.00"
        );
        assert!(kiosk.disk.0.is_empty(), "nothing is left open");
    }
}

#[test]
fn a_card_says_number_and_balance_without_a_key() {
    for layout in BOTH {
        let card = card(layout, 1000_7510_1234_5678, 5000);
        let (_, facts) = Kiosk::read(&card);
        let facts = facts.expect("both layouts are tried");
        assert_eq!(
            facts.number.reveal(),
            "1000751012345678",
            "the printed number"
        );
        assert_eq!(facts.balance.minor(), 5000, "the balance in fen");
        assert_eq!(
            facts.expires.map(|day| day.to_string()).as_deref(),
            Some("2030-12-31"),
            "the last day"
        );
    }
}

#[test]
fn refusals_take_nothing_and_say_why() {
    let poor = card(Layout::TUnion, 1, 599);
    let locked = card(Layout::TUnion, 2, 5000);
    locked.with(|card| card.set_standing(Standing::CardLocked));
    let wrong_key = card(Layout::TUnion, 3, 5000);
    wrong_key.with(|card| card.spoil_key());
    let mut kiosk = Kiosk::new(psam(), derivation(Layout::TUnion));

    assert_eq!(
        kiosk.pay(&poor, price(PRICE)),
        Some(Outcome::NotDebited(Refusal::NotEnough)),
        "5.99 is not 6.00"
    );
    let mut touch = crate::support::Touch::new(&locked);
    assert_eq!(
        read_card(&mut touch, &layouts()),
        Err(transit::reading::ReadFailure::Blocked),
        "a locked card is called blocked"
    );
    assert_eq!(
        kiosk.pay(&wrong_key, price(PRICE)),
        Some(Outcome::NotDebited(Refusal::Undone)),
        "a card that does not accept MAC1 is asked for its sequence at once"
    );
    for card in [&poor, &locked, &wrong_key] {
        assert!(
            [599, 5000].contains(&card.with(|card| card.balance())),
            "nothing was taken"
        );
    }
}

#[test]
fn after_an_unfinished_purchase_the_psam_is_reset_and_serves_the_next_card() {
    let torn = card(Layout::TUnion, 1, 5000);
    let next = card(Layout::TUnion, 2, 5000);
    let mut kiosk = Kiosk::new(psam(), derivation(Layout::TUnion));
    // Commands: select, number, balance, open, debit.
    torn.script([TroubleAt {
        command: 4,
        trouble: Trouble::Pull { after_bytes: 0 },
    }]);
    assert!(
        matches!(
            kiosk.pay(&torn, price(PRICE)),
            Some(Outcome::Unknown { .. })
        ),
        "the card left with the debit"
    );
    assert!(
        matches!(kiosk.pay(&next, price(PRICE)), Some(Outcome::Debited(_))),
        "a PSAM that would refuse a second opening was reset"
    );
}

#[test]
fn a_card_with_an_open_record_is_not_debited_again() {
    let card = card(Layout::TUnion, 1, 5000);
    let mut kiosk = Kiosk::new(psam(), derivation(Layout::TUnion));
    card.script([TroubleAt {
        command: 4,
        trouble: Trouble::Pull { after_bytes: 21 },
    }]);
    let torn = kiosk.pay(&card, price(PRICE));
    assert!(
        matches!(torn, Some(Outcome::Unknown { .. })),
        "no answer came"
    );
    assert_eq!(kiosk.pay(&card, price(PRICE)), None, "settle first");
    assert_eq!(card.with(|card| card.balance()), 4400, "taken once");
    let other = crate::support::card(Layout::TUnion, 2, 5000);
    assert!(
        matches!(kiosk.settle(&other), Some(Outcome::Unknown { .. })),
        "another card settles nothing"
    );
    assert!(
        matches!(kiosk.settle(&card), Some(Outcome::Debited(_))),
        "the same card does"
    );
}
