//! The machine as a whole: every path keeps the balance, repeats are harmless, and every order
//! can be brought to its end.

mod any_order;
mod free;
mod invariants;
mod paths;
mod ways_to_pay;

use super::*;
use crate::discount::{CodeOff, CodeTerms, Discounts, FirstFree};
use crate::fact::Fact;
use crate::ids::{CodeId, OrderId, OutTradeNo, PhotoId, ProviderId, SessionId};
use crate::index_print::IndexPrint;
use crate::ledger::Ledger;
use crate::line::OrderLine;
use crate::money::Money;
use crate::price::PriceList;
use crate::print_size::PrintSize;
use crate::product::Product;
use crate::quote::{Circumstances, Quote};
use crate::recipe::Recipe;
use crate::settings::Settings;
use crate::time::Timestamp;

const START: Timestamp = Timestamp::from_ms(1_800_000_000_000);

/// One 6-inch photo so often.
fn order(copies: u32) -> Order {
    order_of(vec![line("photo-0001", copies)], IndexPrint::Without)
}

/// Two 6-inch photos and their index.
fn order_with_index() -> Order {
    let lines = vec![line("photo-0001", 1), line("photo-0002", 1)];
    order_of(lines, IndexPrint::With)
}

fn line(photo: &str, copies: u32) -> OrderLine {
    OrderLine {
        photo: PhotoId::parse(photo).expect("a photo id"),
        size: PrintSize::SixInch,
        copies,
        recipe: Recipe::cover((4032, 3024), PrintSize::SixInch),
    }
}

fn order_of(lines: Vec<OrderLine>, index_print: IndexPrint) -> Order {
    let settings = settings();
    let quote = Quote::of(&lines, index_print, &settings).expect("a price");
    placed(lines, index_print, quote, &[ProviderId::WechatPay]).order
}

/// One 6-inch photo so often, to be paid by WeChat Pay (attempt 1) or Alipay (attempt 2).
fn order_of_two_codes(copies: u32) -> Order {
    let lines = vec![line("photo-0001", copies)];
    let quote = Quote::of(&lines, IndexPrint::Without, &settings()).expect("a price");
    let providers = [ProviderId::WechatPay, ProviderId::Alipay];
    placed(lines, IndexPrint::Without, quote, &providers).order
}

fn settings() -> Settings {
    Settings {
        prices: PriceList {
            index_print: Some(Money::from_minor(301)),
            ..Settings::out_of_the_box().prices
        },
        ..Settings::out_of_the_box()
    }
}

/// One 6-inch photo so often, for nothing: by a code, or because the first prints are free.
fn free_order(copies: u32, code: Option<&CodeTerms>) -> Step {
    let lines = vec![line("photo-0001", copies)];
    let first_free = code.is_none().then_some(FirstFree {
        sheets: copies,
        product: None,
    });
    let settings = Settings {
        discounts: Discounts {
            first_free,
            ..Discounts::default()
        },
        ..settings()
    };
    let circumstances = Circumstances {
        now: START,
        settings_hash: None,
        code,
    };
    let quote = Quote::at(&lines, IndexPrint::Without, &settings, &circumstances);
    let providers = [ProviderId::WechatPay, ProviderId::Alipay];
    placed(
        lines,
        IndexPrint::Without,
        quote.expect("a price"),
        &providers,
    )
}

fn everything_off() -> CodeTerms {
    CodeTerms {
        id: CodeId::parse("code-0001").expect("a code id"),
        name: "Autumn".to_owned(),
        off: CodeOff::Percent { percent_off: 100 },
    }
}

fn placed(
    lines: Vec<OrderLine>,
    index_print: IndexPrint,
    quote: Quote,
    providers: &[ProviderId],
) -> Step {
    let placed = Placed {
        id: OrderId::parse("01JD3F7Q4W9K2M5N8P0R1S3T5V").expect("an order id"),
        session: SessionId::parse("session-1").expect("a session id"),
        lines,
        index_print,
        quote,
        providers: providers.to_vec(),
    };
    super::place(placed, START)
}

fn attempt(number: u32) -> OutTradeNo {
    order(1).id.out_trade_no(number)
}

/// News of the first attempt.
fn seen(status: PaymentStatus) -> Event {
    seen_of(1, status)
}

fn seen_of(number: u32, status: PaymentStatus) -> Event {
    Event::PaymentSeen {
        out_trade_no: attempt(number),
        status,
    }
}

fn waiting() -> Event {
    waiting_of(1)
}

fn waiting_of(number: u32) -> Event {
    let status = PaymentStatus::Waiting {
        code_url: format!("weixin://wxpay/bizpayurl?pr=abc{number}"),
        pay_by: START.plus_ms(180_000),
    };
    seen_of(number, status)
}

fn paid(order: &Order) -> Event {
    paid_of(1, order)
}

fn paid_of(number: u32, order: &Order) -> Event {
    let status = PaymentStatus::Paid {
        transaction_id: format!("420000{number}"),
        amount: order.quote.total,
    };
    seen_of(number, status)
}

fn paid_late_of(number: u32, order: &Order, refund: RefundStatus) -> Event {
    let status = PaymentStatus::PaidLate {
        transaction_id: format!("420000{number}"),
        amount: order.quote.total,
        out_refund_no: attempt(number).out_refund_no(1),
        refund,
    };
    seen_of(number, status)
}

fn settle(sheet: u32, outcome: SheetOutcome) -> Event {
    Event::SheetSettled { sheet, outcome }
}

/// Runs `events` one after another and returns where they lead and every fact on the way.
fn run(mut order: Order, events: &[Event]) -> (Order, Vec<Fact>, Vec<Effect>) {
    let (mut facts, mut effects) = (Vec::new(), Vec::new());
    for event in events {
        let step = apply(&order, event, START)
            .unwrap_or_else(|why| panic!("{event:?} was rejected ({why}) in {:?}", order.state));
        order = step.order;
        facts.extend(step.facts);
        effects = step.effects;
    }
    (order, facts, effects)
}
