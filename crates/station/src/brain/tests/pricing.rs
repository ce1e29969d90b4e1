//! What is shown is what is paid, and what costs nothing is printed without paying.

use order::discount::{Discounts, FirstFree, FreeEvent};

use super::*;

impl Kiosk {
    fn discounts(&mut self, discounts: Discounts) {
        let settings = Settings {
            version: 2,
            discounts,
            ..Settings::out_of_the_box()
        };
        self.tell(Input::SettingsArrived(Box::new(good(settings))));
    }

    fn total(&self) -> Option<i64> {
        match self.screen() {
            Screen::Review { quote, .. } => quote.map(|quote| quote.total.minor()),
            screen => panic!("the review is open, not {screen:?}"),
        }
    }
}

fn party(most_sheets: u32) -> Discounts {
    Discounts {
        event: Some(FreeEvent {
            name: "Opening day".to_owned(),
            from: START.plus_ms(-60_000),
            until: START.plus_ms(60_000),
            most_sheets,
        }),
        ..Discounts::default()
    }
}

#[test]
fn what_costs_nothing_prints_at_once() {
    let mut kiosk = Kiosk::ready();
    kiosk.discounts(Discounts {
        first_free: Some(FirstFree {
            sheets: 1,
            product: None,
        }),
        ..Discounts::default()
    });
    kiosk.photos(&["1"]);
    for command in [Command::Next, Command::Next, Command::Pay] {
        kiosk.tap(command);
    }
    assert!(
        matches!(kiosk.screen(), Screen::Printing { .. }),
        "it prints: {:?}",
        kiosk.screen()
    );
    let prints = |deed: &Deed| {
        matches!(
            deed,
            Deed::Order {
                effect: Effect::PrintSheet { .. },
                ..
            }
        )
    };
    assert!(kiosk.last.deeds.iter().any(prints), "a sheet is sent");
    let asks = |deed: &Deed| {
        matches!(
            deed,
            Deed::Order {
                effect: Effect::OpenPayment { .. },
                ..
            }
        )
    };
    assert!(
        !kiosk.last.deeds.iter().any(asks),
        "and nobody is asked to pay"
    );
}

#[test]
fn a_price_that_is_shown_stays_while_the_customer_looks_at_it() {
    let mut kiosk = Kiosk::ready();
    kiosk.discounts(party(5));
    kiosk.photos(&["1"]);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::Next);
    assert_eq!(kiosk.total(), Some(0), "the party is on");
    kiosk.wait(61_000);
    assert_eq!(kiosk.total(), Some(0), "it ends after this customer");
    kiosk.tap(Command::Back);
    kiosk.tap(Command::Next);
    assert_eq!(
        kiosk.total(),
        Some(250),
        "who goes back and comes again pays"
    );
}

#[test]
fn more_than_an_event_gives_to_one_visit_is_said_and_not_sold() {
    let mut kiosk = Kiosk::ready();
    kiosk.discounts(party(1));
    kiosk.photos(&["1", "2"]);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::Next);
    let Screen::Review { obstacle, .. } = kiosk.screen() else {
        panic!("the review is open");
    };
    assert_eq!(obstacle, Some(Obstacle::FreeLimit { most: 1 }));
    kiosk.tap(Command::Pay);
    assert!(
        matches!(kiosk.screen(), Screen::Review { .. }),
        "and nothing is ordered"
    );
}
