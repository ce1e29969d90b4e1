//! Two codes side by side, and a barcode beside them: whichever is paid first counts.

use super::*;

fn two_codes() -> Order {
    let (order, _, _) = run(order_of_two_codes(1), &[waiting_of(1), waiting_of(2)]);
    order
}

fn shown() -> Event {
    Event::BarcodeShown {
        provider: ProviderId::Alipay,
    }
}

fn declined(number: u32) -> Event {
    let refusal = ChargeRefusal::CodeStale;
    seen_of(number, PaymentStatus::Declined { refusal })
}

fn standing(order: &Order, number: usize) -> Standing {
    let State::Paying(paying) = &order.state else {
        panic!("the customer can still pay: {:?}", order.state);
    };
    paying.attempts[number - 1].standing.clone()
}

#[test]
fn an_order_asks_every_provider_for_a_code_at_once() {
    let opens = demands(&order_of_two_codes(1));
    let numbers: Vec<_> = opens
        .iter()
        .map(|effect| match effect {
            Effect::OpenPayment {
                out_trade_no,
                provider,
                ..
            } => (out_trade_no.clone(), *provider),
            other => panic!("nothing else is asked for: {other:?}"),
        })
        .collect();
    assert_eq!(
        numbers,
        [
            (attempt(1), ProviderId::WechatPay),
            (attempt(2), ProviderId::Alipay)
        ],
        "each under a number of its own"
    );
}

#[test]
fn whichever_code_is_paid_first_counts() {
    for number in [1, 2] {
        let order = two_codes();
        let step = apply(&order, &paid_of(number, &order), START).expect("applies");
        let State::Printing { payment, .. } = &step.order.state else {
            panic!("it prints: {:?}", step.order.state);
        };
        assert_eq!(
            payment
                .as_ref()
                .map(|payment| &payment.attempt.out_trade_no),
            Some(&attempt(number)),
            "and knows by what it was paid, for a refund"
        );
        let other = paid_late_of(3 - number, &order, RefundStatus::Processing);
        assert_eq!(
            apply(&step.order, &other, START),
            Err(Rejection::NotNow),
            "the other one is the dashboard's to give back"
        );
    }
}

#[test]
fn money_that_comes_second_never_hides_the_money_that_came_first() {
    // The dashboard took the first in time, so the second is late; the kiosk hears of the second
    // first.
    let order = two_codes();
    let late = paid_late_of(2, &order, RefundStatus::Success);
    let (order, facts, _) = run(order, &[late]);
    assert!(
        facts.is_empty() && !order.is_finished(),
        "why it is late is not known yet: {:?}",
        order.state
    );
    let step = apply(&order, &paid_of(1, &order), START).expect("applies");
    assert!(
        matches!(step.order.state, State::Printing { .. }),
        "the first one buys the prints"
    );
    let ledger = Ledger::of(&step.facts);
    assert_eq!(
        (ledger.orders_paid, ledger.paid),
        (1, order.quote.total),
        "and is the only money that is the order's"
    );
}

#[test]
fn late_money_goes_back_once_no_other_attempt_can_be_paid() {
    let order = two_codes();
    let events = [
        Event::CustomerCancelled,
        paid_late_of(2, &order, RefundStatus::Success),
        seen_of(1, PaymentStatus::Closed),
    ];
    let (end, facts, _) = run(order.clone(), &events);
    let ledger = Ledger::of(&facts);
    assert_eq!(
        (ledger.paid, ledger.refunded),
        (order.quote.total, order.quote.total),
        "taken and given back"
    );
    assert!(end.is_finished(), "and that is all");
}

#[test]
fn a_provider_that_cannot_leaves_the_other() {
    let refused = Event::OpeningRefused {
        out_trade_no: attempt(2),
    };
    let (order, _, _) = run(order_of_two_codes(1), &[refused, waiting_of(1)]);
    let step = apply(&order, &paid(&order), START).expect("applies");
    assert!(
        matches!(step.order.state, State::Printing { .. }),
        "one code is enough"
    );
}

#[test]
fn when_both_refuse_nothing_is_charged() {
    let refused = |number| Event::OpeningRefused {
        out_trade_no: attempt(number),
    };
    let (end, facts, _) = run(order_of_two_codes(1), &[refused(1), refused(2)]);
    let reason = CancelReason::PaymentRefused;
    assert_eq!(facts, [Fact::Cancelled { reason }], "the screen says so");
    assert!(end.is_finished(), "and nothing is open");
}

#[test]
fn a_customer_who_leaves_has_both_codes_closed() {
    let step = apply(&two_codes(), &Event::CustomerCancelled, START).expect("applies");
    let close = |number| Effect::ClosePayment {
        out_trade_no: attempt(number),
    };
    assert_eq!(step.effects, [close(1), close(2)], "one as the other");
    let (half, _, effects) = run(step.order, &[seen_of(1, PaymentStatus::Closed)]);
    assert_eq!(effects, [close(2)], "until each is decided");
    let (end, _, _) = run(half, &[seen_of(2, PaymentStatus::Closed)]);
    assert!(end.is_finished(), "then it is over");
}

#[test]
fn a_barcode_is_an_attempt_of_its_own_beside_the_codes() {
    let (order, _, _) = run(two_codes(), &[shown()]);
    assert_eq!(
        standing(&order, 3),
        Standing::Charging { since: START },
        "under the next number"
    );
    let text = serde_json::to_string(&order).expect("an order as it is kept");
    assert!(
        text.contains(r#""standing":"charging""#),
        "a restart finds it: {text}"
    );
    assert_eq!(
        apply(&order, &shown(), START),
        Err(Rejection::NotNow),
        "a second one must wait: the first may have taken the money"
    );
    let (order, _, _) = run(order, &[seen_of(3, PaymentStatus::Confirming)]);
    let step = apply(&order, &paid_of(3, &order), START).expect("applies");
    assert!(
        matches!(step.order.state, State::Printing { .. }),
        "paid as by any other way"
    );
}

#[test]
fn a_declined_barcode_leaves_the_codes_and_lets_another_be_shown() {
    let (order, facts, _) = run(two_codes(), &[shown(), declined(3)]);
    assert!(facts.is_empty(), "nothing happened to any money");
    let why = Ending::Declined {
        refusal: ChargeRefusal::CodeStale,
    };
    assert_eq!(
        standing(&order, 3),
        Standing::Ended { why },
        "the screen says why"
    );
    let (order, _, _) = run(order, &[shown()]);
    assert_eq!(
        standing(&order, 4),
        Standing::Charging { since: START },
        "a fresh barcode takes a fresh number"
    );
}

#[test]
fn a_charge_that_nobody_answers_is_undone_before_another_is_made() {
    let (order, _, _) = run(two_codes(), &[shown()]);
    let step = apply(&order, &Event::Tick, START.plus_ms(CHARGE_LIMIT_MS)).expect("applies");
    let undo = Effect::ClosePayment {
        out_trade_no: attempt(3),
    };
    assert!(step.effects.contains(&undo), "{:?}", step.effects);
    assert_eq!(
        apply(&step.order, &shown(), START),
        Err(Rejection::NotNow),
        "not before that is proven"
    );
    let (order, _, _) = run(step.order, &[seen_of(3, PaymentStatus::Closed)]);
    let why = Ending::Declined {
        refusal: ChargeRefusal::Unconfirmed,
    };
    assert_eq!(standing(&order, 3), Standing::Ended { why }, "then it is");
}

#[test]
fn nobody_can_make_attempts_without_end() {
    let mut order = two_codes();
    for number in 3..=MOST_ATTEMPTS {
        (order, _, _) = run(order, &[shown(), declined(number)]);
    }
    assert_eq!(
        apply(&order, &shown(), START),
        Err(Rejection::NotNow),
        "a number has room for so many"
    );
    assert!(
        apply(&order, &paid_of(2, &order), START).is_ok(),
        "the codes still work"
    );
}

#[test]
fn an_unpaid_order_of_the_first_release_is_closed_or_paid_as_it_was() {
    let rest = |state: &str| {
        let mut order = serde_json::to_value(order(1)).expect("an order");
        order["state"] = serde_json::from_str(state).expect("a state as it was kept");
        serde_json::from_value::<Order>(order).expect("is still an order")
    };
    let kept = r#"{"out_trade_no":"01JD3F7Q4W9K2M5N8P0R1S3T5V-1","provider":"wechat_pay"}"#;
    let query = Effect::QueryPayment {
        out_trade_no: attempt(1),
    };
    let close = Effect::ClosePayment {
        out_trade_no: attempt(1),
    };
    let opening = rest(&format!(
        r#"{{"state":"opening","attempt":{kept},"give_up_at":1800000020000}}"#
    ));
    assert!(
        matches!(demands(&opening)[..], [Effect::OpenPayment { .. }]),
        "it is opened under the same number"
    );
    let awaiting = rest(&format!(
        r#"{{"state":"awaiting_payment","attempt":{kept},"code_url":"weixin://x","pay_by":1800000180000}}"#
    ));
    assert_eq!(demands(&awaiting), [query], "it can be paid");
    let tick = apply(&awaiting, &Event::Tick, START.plus_ms(180_000)).expect("applies");
    assert_eq!(
        tick.effects,
        std::slice::from_ref(&close),
        "for as long as before"
    );
    let closing = rest(&format!(
        r#"{{"state":"closing","attempt":{kept},"reason":"timed_out","if_paid":"print"}}"#
    ));
    assert_eq!(demands(&closing), [close], "it is closed");
    let step = apply(&closing, &paid(&closing), START).expect("applies");
    assert!(
        matches!(step.order.state, State::Printing { .. }),
        "or paid at the last moment"
    );
}
