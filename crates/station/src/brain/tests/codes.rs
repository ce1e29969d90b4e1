//! Discount codes: typed, asked about, taken off, and refused in good time.

use order::machine::CancelReason;
use order::{CodeId, CodeOff, CodeRefusal, CodeTerms};

use super::visit::Page;
use super::*;
use crate::command::Typed;
use crate::view::CodeView;

const TYPED: &str = "AUTUMN26";

fn terms(percent_off: u32) -> CodeTerms {
    CodeTerms {
        id: CodeId::parse("code-0001").expect("an id"),
        name: "Autumn".to_owned(),
        off: CodeOff::Percent { percent_off },
    }
}

impl Kiosk {
    /// Two 6-inch prints at 2.50 on the review.
    fn reviewing() -> Self {
        let mut kiosk = Self::ready();
        kiosk.photos(&["1", "2"]);
        kiosk.tap(Command::Next);
        kiosk.tap(Command::Next);
        kiosk
    }

    fn enter(&mut self, code: &str) {
        self.tap(Command::EnterCode {
            code: Typed(code.to_owned()),
        });
    }

    fn answer(&mut self, answer: CodeAnswer) {
        let session = self.session();
        self.tell(Input::CodeAnswered { session, answer });
    }

    /// The code, the total and what keeps it from being paid.
    fn reviewed(&self) -> (Option<CodeView>, i64, Option<Obstacle>) {
        match self.screen() {
            Screen::Review {
                code,
                quote,
                obstacle,
                ..
            } => (code, quote.expect("a price").total.minor(), obstacle),
            screen => panic!("the review is open, not {screen:?}"),
        }
    }

    /// The order on the screen.
    fn being_paid(&self) -> OrderId {
        match self.brain.page() {
            Some(Page::Order(order)) => order,
            page => panic!("an order is being paid, not {page:?}"),
        }
    }

    fn happens(&mut self, order: &OrderId, event: Event) {
        let order = order.clone();
        self.tell(Input::OrderHappened { order, event });
    }
}

#[test]
fn a_code_is_asked_about_and_taken_off_until_it_is_taken_out() {
    let mut kiosk = Kiosk::reviewing();
    assert_eq!(kiosk.reviewed(), (Some(CodeView::None), 500, None));
    kiosk.enter("autumn 26");
    assert!(
        matches!(&kiosk.last.deeds[..], [Deed::CheckCode { code, .. }] if code.0 == "autumn 26"),
        "the dashboard is asked: {:?}",
        kiosk.last.deeds
    );
    assert_eq!(
        kiosk.reviewed(),
        (Some(CodeView::Checking), 500, Some(Obstacle::CodeChecked)),
        "nobody pays the full price while it is asked about"
    );
    kiosk.enter("ANOTHER1");
    assert!(kiosk.last.deeds.is_empty(), "one question at a time");
    kiosk.answer(CodeAnswer::Counts(terms(20)));
    let counts = CodeView::Counts {
        name: "Autumn".to_owned(),
        off: Money::from_minor(100),
    };
    assert_eq!(kiosk.reviewed(), (Some(counts), 400, None), "20 % less");
    kiosk.tap(Command::RemoveCode);
    assert_eq!(
        kiosk.reviewed(),
        (Some(CodeView::None), 500, None),
        "and without it the price is the price"
    );
    kiosk.answer(CodeAnswer::Counts(terms(20)));
    assert_eq!(kiosk.reviewed().1, 500, "an answer that nobody waits for");
}

#[test]
fn what_is_no_code_is_said_at_once_and_every_refusal_is_said() {
    let mut kiosk = Kiosk::reviewing();
    kiosk.enter("?");
    assert!(kiosk.last.deeds.is_empty(), "nobody is asked");
    let refused = |refusal| (Some(CodeView::Refused { refusal }), 500, None);
    assert_eq!(kiosk.reviewed(), refused(CodeRefusal::Unknown));
    for refusal in [
        CodeRefusal::Expired,
        CodeRefusal::UsedUp,
        CodeRefusal::TooManyTries,
    ] {
        kiosk.enter(TYPED);
        kiosk.answer(CodeAnswer::Refused(refusal));
        assert_eq!(kiosk.reviewed(), refused(refusal), "the screen says why");
    }
    kiosk.enter(TYPED);
    kiosk.answer(CodeAnswer::Silent);
    assert_eq!(kiosk.reviewed(), (Some(CodeView::Unanswered), 500, None));
    kiosk.enter(TYPED);
    kiosk.answer(CodeAnswer::Counts(terms(101)));
    assert_eq!(
        kiosk.reviewed(),
        (Some(CodeView::Unanswered), 500, None),
        "terms that no shop can mean are not taken off"
    );
}

#[test]
fn a_code_refused_at_the_payment_leads_back_to_the_price_without_it() {
    let mut kiosk = Kiosk::reviewing();
    kiosk.enter(TYPED);
    kiosk.answer(CodeAnswer::Counts(terms(20)));
    kiosk.tap(Command::Pay);
    let order = kiosk.being_paid();
    let refusal = CodeRefusal::UsedUp;
    kiosk.happens(&order, Event::CodeRefused { refusal });
    for attempt in [1, 2] {
        // Out of the box there is one provider; a second attempt is rejected and changes nothing.
        let out_trade_no = order.out_trade_no(attempt);
        let status = PaymentStatus::Closed;
        kiosk.happens(
            &order,
            Event::PaymentSeen {
                out_trade_no,
                status,
            },
        );
    }
    let (code, total, obstacle) = kiosk.reviewed();
    assert_eq!(
        (code, total, obstacle),
        (Some(CodeView::Refused { refusal }), 500, None),
        "the sentence, the full price, and the way on"
    );
}

#[test]
fn what_a_code_makes_free_prints_when_the_dashboard_took_the_code() {
    let mut kiosk = Kiosk::reviewing();
    kiosk.enter(TYPED);
    kiosk.answer(CodeAnswer::Counts(terms(100)));
    assert_eq!(kiosk.reviewed().1, 0, "all of it");
    kiosk.tap(Command::Pay);
    assert!(
        matches!(kiosk.screen(), Screen::Pay { .. }),
        "the dashboard is asked first: {:?}",
        kiosk.screen()
    );
    let order = kiosk.being_paid();
    let out_trade_no = order.out_trade_no(1);
    let status = PaymentStatus::NothingToPay;
    kiosk.happens(
        &order,
        Event::PaymentSeen {
            out_trade_no,
            status,
        },
    );
    assert!(
        matches!(kiosk.screen(), Screen::Printing { .. }),
        "then it prints: {:?}",
        kiosk.screen()
    );
}

#[test]
fn who_goes_back_from_paying_waits_until_the_code_is_free_again() {
    let mut kiosk = Kiosk::reviewing();
    kiosk.enter(TYPED);
    kiosk.answer(CodeAnswer::Counts(terms(20)));
    kiosk.tap(Command::Pay);
    let order = kiosk.being_paid();
    kiosk.tap(Command::Back);
    assert_eq!(
        kiosk.reviewed().2,
        Some(Obstacle::CodeHeld),
        "the payment before still holds it"
    );
    kiosk.tap(Command::Pay);
    assert_eq!(kiosk.reviewed().1, 400, "nothing is ordered yet");
    let out_trade_no = order.out_trade_no(1);
    let status = PaymentStatus::Closed;
    kiosk.happens(
        &order,
        Event::PaymentSeen {
            out_trade_no,
            status,
        },
    );
    let kept = &kiosk.brain.orders[&order].order;
    let ended = order::machine::State::Finished {
        outcome: order::machine::Outcome::Cancelled {
            reason: CancelReason::Customer,
        },
    };
    assert_eq!(kept.state, ended, "the first order is over");
    assert_eq!(kiosk.reviewed().2, None, "and the code is free");
    kiosk.tap(Command::Pay);
    assert!(
        matches!(kiosk.screen(), Screen::Pay { total, .. } if total.minor() == 400),
        "the second is paid with it"
    );
}

#[test]
fn a_code_shows_in_no_debug_output_and_ends_with_its_visit() {
    let mut kiosk = Kiosk::reviewing();
    let command = Command::EnterCode {
        code: Typed(TYPED.to_owned()),
    };
    assert!(!format!("{command:?}").contains(TYPED), "{command:?}");
    kiosk.tap(command);
    let seen = format!("{:?} {:?}", kiosk.last, kiosk.brain);
    assert!(!seen.contains(TYPED), "neither deed nor brain shows it");
    kiosk.answer(CodeAnswer::Counts(terms(20)));
    kiosk.tap(Command::Cancel);
    kiosk.photos(&["3"]);
    kiosk.tap(Command::Start);
    kiosk.tap(Command::Next);
    kiosk.tap(Command::Next);
    assert_eq!(
        kiosk.reviewed(),
        (Some(CodeView::None), 250, None),
        "the next customer has no code"
    );
}
