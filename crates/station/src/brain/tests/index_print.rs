//! The index print, from the review to the last sheet.

use order::{IndexPrint, Product};

use super::*;
use crate::view::{IndexOffer, SheetView};

impl Kiosk {
    /// Puts a price on the index print.
    fn sells_index_prints(&mut self, minor: i64) {
        let mut settings = self.brain.settings.clone().expect("settings");
        settings.version += 1;
        settings.prices.index_print = Some(Money::from_minor(minor));
        self.tell(Input::SettingsArrived(Box::new(good(settings))));
    }

    fn reviews(&mut self, names: &[&str]) {
        self.photos(names);
        self.tap(Command::Next);
        self.tap(Command::Next);
    }

    fn wants(&mut self, index_print: IndexPrint) {
        self.tap(Command::SetIndexPrint { index_print });
    }

    /// What the review offers and asks.
    fn review(&self) -> (Option<IndexOffer>, Money) {
        match self.screen() {
            Screen::Review {
                index_print, quote, ..
            } => (index_print, quote.expect("a price").total),
            other => panic!("no review, but {other:?}"),
        }
    }
}

#[test]
fn one_touch_on_the_review_adds_an_index_print_and_another_takes_it_out() {
    let mut kiosk = Kiosk::ready();
    kiosk.sells_index_prints(300);
    kiosk.reviews(&["1", "2"]);
    let offer = IndexOffer {
        ordered: IndexPrint::Without,
        sheets: 1,
        amount: Money::from_minor(300),
        available: true,
    };
    let (before, total) = kiosk.review();
    assert_eq!(before, Some(offer), "it is offered and not yet ordered");
    assert_eq!(total, Money::from_minor(500), "and costs nothing yet");

    kiosk.wants(IndexPrint::With);
    let ordered = IndexOffer {
        ordered: IndexPrint::With,
        ..offer
    };
    assert_eq!(
        kiosk.review(),
        (Some(ordered), Money::from_minor(800)),
        "the total says so at once"
    );
    kiosk.wants(IndexPrint::Without);
    assert_eq!(
        kiosk.review().1,
        Money::from_minor(500),
        "nobody is stuck with it"
    );
}

#[test]
fn an_index_print_comes_after_the_photos_and_shows_all_of_them() {
    let mut kiosk = Kiosk::ready();
    kiosk.sells_index_prints(300);
    kiosk.reviews(&["1", "2"]);
    kiosk.wants(IndexPrint::With);
    kiosk.tap(Command::Pay);
    let order = kiosk.brain.orders.keys().next_back().cloned();
    let order = order.expect("an order");
    kiosk.paid(&order, 800);
    for sheet in [1, 2] {
        assert!(
            matches!(
                kiosk.screen(),
                Screen::Printing { sheet: number, of: 3, shows: SheetView::Photo { .. }, .. } if number == sheet
            ),
            "photo {sheet} of an order of three sheets: {:?}",
            kiosk.screen()
        );
        let outcome = SheetOutcome::Printed;
        kiosk.happen(&order, Event::SheetSettled { sheet, outcome });
    }
    let Screen::Printing {
        shows: SheetView::Index { photos, first },
        ..
    } = kiosk.screen()
    else {
        panic!("the index is last: {:?}", kiosk.screen());
    };
    let photos: Vec<PhotoId> = photos.into_iter().map(|small| small.photo).collect();
    assert_eq!(
        (photos, first),
        (vec![photo("1"), photo("2")], 1),
        "both photos, numbered from 1"
    );
    let outcome = SheetOutcome::Printed;
    kiosk.happen(&order, Event::SheetSettled { sheet: 3, outcome });
    assert!(
        matches!(
            kiosk.screen(),
            Screen::Done {
                printed: 3,
                ordered: 3,
                refund: None,
                ..
            }
        ),
        "all three are counted: {:?}",
        kiosk.screen()
    );
}

#[test]
fn an_index_print_is_offered_only_where_it_can_be_had() {
    let mut kiosk = Kiosk::ready();
    kiosk.reviews(&["1", "2"]);
    assert_eq!(kiosk.review().0, None, "it has no price");
    kiosk.wants(IndexPrint::With);
    assert_eq!(
        kiosk.review().1,
        Money::from_minor(500),
        "a touch on nothing orders nothing"
    );

    let mut kiosk = Kiosk::ready();
    kiosk.sells_index_prints(300);
    kiosk.reviews(&["1"]);
    assert_eq!(kiosk.review().0, None, "one photo needs no index");

    let mut kiosk = Kiosk::ready();
    kiosk.sells_index_prints(300);
    kiosk.reviews(&["1", "2"]);
    kiosk.wants(IndexPrint::With);
    kiosk.printer(&[PrintSize::EightInch], Some(100));
    let (offer, total) = kiosk.review();
    let offer = offer.expect("it is shown as sold out");
    assert_eq!(
        (offer.available, offer.ordered),
        (false, IndexPrint::Without),
        "without {:?} paper there is none",
        Product::IndexPrint.paper()
    );
    assert_eq!(total, Money::from_minor(500), "and it is not paid for");
}

#[test]
fn an_index_print_needs_a_sheet_of_paper_too() {
    let mut kiosk = Kiosk::ready();
    kiosk.sells_index_prints(300);
    kiosk.reviews(&["1", "2"]);
    kiosk.printer(&PrintSize::ALL, Some(2));
    let obstacle = |kiosk: &Kiosk| match kiosk.screen() {
        Screen::Review { obstacle, .. } => obstacle,
        other => panic!("no review, but {other:?}"),
    };
    assert_eq!(obstacle(&kiosk), None, "two sheets for two photos");
    kiosk.wants(IndexPrint::With);
    assert_eq!(
        obstacle(&kiosk),
        Some(Obstacle::TooFewPrintsLeft { left: 2 }),
        "nothing is sold that cannot be delivered"
    );
}
