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

/// An order of three sheets; the third may be an index, and all of them may be free. It may be
/// paid by one code or by two.
fn any_start() -> impl Strategy<Value = Order> {
    prop_oneof![
        2 => Just(order(3)),
        2 => Just(order_with_index()),
        2 => Just(order_of_two_codes(3)),
        1 => Just(free_order(3, None).order),
        1 => Just(free_order(3, Some(&everything_off())).order),
    ]
}

fn any_provider() -> impl Strategy<Value = ProviderId> {
    prop_oneof![Just(ProviderId::WechatPay), Just(ProviderId::Alipay)]
}

/// The two codes, and the barcodes that were shown beside them.
fn any_attempt() -> impl Strategy<Value = u32> {
    1_u32..=4
}

fn any_payment_event() -> impl Strategy<Value = Event> {
    let refund = prop_oneof![
        Just(RefundStatus::Processing),
        Just(RefundStatus::Success),
        Just(RefundStatus::Stuck)
    ];
    let declined = PaymentStatus::Declined {
        refusal: ChargeRefusal::Funds,
    };
    prop_oneof![
        4 => any_attempt().prop_map(waiting_of),
        4 => any_attempt().prop_map(|number| paid_of(number, &order(3))),
        4 => any_attempt().prop_map(|number| paid_of(number, &order_with_index())),
        1 => any_attempt().prop_map(|number| seen_of(number, PaymentStatus::Unknown)),
        1 => any_attempt().prop_map(|number| seen_of(number, PaymentStatus::Confirming)),
        2 => any_attempt().prop_map(|number| seen_of(number, PaymentStatus::NothingToPay)),
        2 => any_attempt().prop_map(|number| seen_of(number, PaymentStatus::Closed)),
        1 => any_attempt().prop_map(move |number| seen_of(number, declined.clone())),
        2 => (any_attempt(), refund)
            .prop_map(|(number, refund)| paid_late_of(number, &order(3), refund)),
        1 => any_attempt().prop_map(|number| Event::OpeningRefused { out_trade_no: attempt(number) }),
        2 => any_provider().prop_map(|provider| Event::BarcodeShown { provider }),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => any_payment_event(),
        1 => Just(Event::CodeRefused { refusal: CodeRefusal::UsedUp }),
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

/// The attempts of an order that is not paid yet.
fn attempts_of(order: &Order) -> &[Try] {
    match &order.state {
        State::Paying(paying) => &paying.attempts,
        State::Closing(closing) => &closing.attempts,
        State::Printing { .. } | State::Refunding { .. } | State::Finished { .. } => &[],
    }
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
            let attempts = attempts_of(&order);
            let charging = |tried: &&Try| matches!(
                tried.standing,
                Standing::Charging { .. } | Standing::Confirming { .. } | Standing::Reversing
            );
            prop_assert!(
                attempts.iter().filter(charging).count() <= 1,
                "no second barcode is charged while the first may have taken the money"
            );
            for (number, tried) in (1..).zip(attempts) {
                prop_assert_eq!(
                    &tried.attempt.out_trade_no,
                    &order.id.out_trade_no(number),
                    "every attempt keeps its number"
                );
            }
            let written = serde_json::to_string(&order).expect("an order as it is kept");
            let read: Order = serde_json::from_str(&written).expect("an order");
            prop_assert_eq!(&read, &order, "what a restart finds is what was");
            if !order.is_finished() {
                prop_assert!(!demands(&order).is_empty(), "an open order always asks for something");
            }
        }
    }
}
