//! Whatever happens, in whatever order: the money adds up.

use proptest::prelude::*;

use super::*;
use crate::discount::CodeRefusal;

fn any_outcome() -> impl Strategy<Value = SheetOutcome> {
    prop_oneof![
        Just(SheetOutcome::Printed),
        Just(SheetOutcome::NotPrinted {
            reason: NotPrintedReason::PrinterFailed
        }),
    ]
}

/// An order of three sheets; the third may be an index, and all of them may be free.
fn any_start() -> impl Strategy<Value = Order> {
    prop_oneof![
        2 => Just(order(3)),
        2 => Just(order_with_index()),
        1 => Just(free_order(3, None).order),
        1 => Just(free_order(3, Some(&everything_off())).order),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    let total = order(3).quote.total;
    let transaction_id = || "4200001".to_owned();
    let late = move |refund| {
        seen(PaymentStatus::PaidLate {
            transaction_id: transaction_id(),
            amount: total,
            out_refund_no: OutRefundNo::parse("late-1").expect("a refund number"),
            refund,
        })
    };
    prop_oneof![
        4 => Just(waiting()),
        4 => Just(paid(&order(3))),
        4 => Just(paid(&order_with_index())),
        1 => Just(seen(PaymentStatus::Unknown)),
        1 => Just(seen(PaymentStatus::Closed)),
        2 => Just(seen(PaymentStatus::NothingToPay)),
        1 => Just(Event::CodeRefused { refusal: CodeRefusal::UsedUp }),
        1 => prop_oneof![Just(RefundStatus::Processing), Just(RefundStatus::Success)].prop_map(late),
        1 => Just(Event::OpeningRefused),
        1 => Just(Event::CustomerCancelled),
        1 => Just(Event::SessionEnded),
        1 => Just(Event::PhotosLost),
        1 => Just(Event::CustomerGaveUp),
        4 => (1_u32..=4, 1..100).prop_map(|(sheet, job)| Event::SheetSent { sheet, job }),
        2 => (1_u32..=4).prop_map(|sheet| Event::SheetMissing { sheet }),
        6 => (1_u32..=4, any_outcome()).prop_map(|(sheet, outcome)| settle(sheet, outcome)),
        1 => Just(Event::RefundSeen { status: RefundStatus::Processing }),
        1 => Just(Event::RefundSeen { status: RefundStatus::Success }),
        1 => Just(Event::RefundSeen { status: RefundStatus::Stuck }),
        2 => Just(Event::Tick),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn paid_is_delivered_plus_refunded_plus_open_whatever_happens(
        start in any_start(),
        events in prop::collection::vec((any_event(), 0_i64..400_000), 0..40),
    ) {
        let mut order = start;
        let mut facts = Vec::new();
        let mut now = START;
        for (event, passed) in events {
            now = now.plus_ms(passed);
            // A late or doubled event is turned away; the order stays as it was.
            let Ok(step) = apply(&order, &event, now) else { continue };
            order = step.order;
            facts.extend(step.facts);

            let (balance, ledger) = (order.balance(), Ledger::of(&facts));
            prop_assert_eq!(balance.paid, ledger.paid, "the order and the facts agree on the payment");
            prop_assert_eq!(balance.delivered, ledger.delivered, "on the prints");
            prop_assert_eq!(balance.refunded, ledger.refunded, "and on the refunds");
            prop_assert!(balance.open.minor() >= 0, "never gives back more than was paid");
            prop_assert!(ledger.orders_paid <= 1, "an order is paid once");
            if let State::Finished { outcome: Outcome::Settled { .. } } = order.state {
                prop_assert_eq!(balance.open, Money::ZERO, "settled means that nothing is open");
            }
            if !order.is_finished() {
                prop_assert!(!demands(&order).is_empty(), "an open order always asks for something");
            }
        }
    }
}
