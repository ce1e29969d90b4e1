//! One order: everything that became true about it, and where its money is.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use order::ledger::Ledger;
use order::{Fact, FactRecord, KioskId, Money, OrderId};
use serde::Deserialize;

use crate::App;
use crate::store::reports::{self, AttemptRow, OrderSums, RefundRow};
use crate::store::{Change, kiosks, receipts};

use super::calendar::Calendar;
use super::fleet::Line;
use super::form::OwnForm;
use super::frame::Frame;
use super::health::Tone;
use super::money_state::MoneyState;
use super::problem::{PageError, show};
use super::proof::{self, ProofTold};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;
use super::words::money::shown;

#[derive(Template)]
#[template(path = "order.html")]
struct OrderPage {
    page: Frame,
    id: String,
    receipt: String,
    kiosk_id: String,
    kiosk: String,
    placed: String,
    tone: Tone,
    money: &'static str,
    balance: Vec<Line>,
    stuck: Vec<StuckRefund>,
    facts: Vec<FactLine>,
    payments: Vec<Vec<Line>>,
    proof: Option<ProofTold>,
}

/// A refund that a person must make.
#[derive(Debug)]
struct StuckRefund {
    number: String,
    sentence: String,
}

/// A fact, as a sentence.
#[derive(Debug)]
struct FactLine {
    at: String,
    sentence: String,
    note: String,
    tone: Tone,
}

/// The refund that was made by hand.
#[derive(Debug, Deserialize)]
pub(crate) struct ByHandForm {
    out_refund_no: String,
}

/// `GET /orders/{order}`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let order = OrderId::parse(&id).map_err(|_| PageError::NotFound)?;
    let facts = reports::facts_of(app.store(), &order).await?;
    let attempts = reports::attempts_of(app.store(), &order).await?;
    let refunds = reports::refunds_of(app.store(), &order).await?;
    let kiosk_id = kiosk_of(&app, &order, &facts).await?;
    let kiosk = kiosks::find(app.store(), &kiosk_id).await?;
    let began_at = facts
        .first()
        .map(|fact| fact.at)
        .or_else(|| attempts.first().map(|attempt| attempt.created_at));
    let state = state(&facts, &refunds);
    let page = OrderPage {
        receipt: order.receipt_code().to_string(),
        kiosk: kiosk.map_or_else(|| kiosk_id.to_string(), |kiosk| kiosk.name),
        kiosk_id: kiosk_id.to_string(),
        placed: began_at.map_or_else(String::new, |at| calendar.long(words, at)),
        tone: state.tone(),
        money: state.word(words),
        balance: balance(words, &facts),
        stuck: stuck(words, &refunds),
        facts: facts
            .iter()
            .map(|fact| fact_line(words, &calendar, fact))
            .collect(),
        payments: payments(words, &calendar, &attempts, &refunds),
        proof: proof::of(&app, words, &receipts::attempts(app.store(), &order).await?).await?,
        id: order.to_string(),
        page: signed_in.frame,
    };
    show(&page)
}

/// `POST /orders/{order}/refund-by-hand`
pub(crate) async fn refunded_by_hand(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    OwnForm(form): OwnForm<ByHandForm>,
) -> Result<Response, PageError> {
    let order = OrderId::parse(&id).map_err(|_| PageError::NotFound)?;
    let user = &signed_in.user;
    let change = reports::refunded_by_hand(
        app.store(),
        &order,
        &form.out_refund_no,
        &user.user_id,
        surroundings::now(&app),
    )
    .await?;
    if change == Change::Made {
        tracing::info!(order.id = %order, user.id = user.user_id, "a stuck refund was made by hand");
    }
    Ok(Redirect::to(&format!("/orders/{order}")).into_response())
}

async fn kiosk_of(app: &App, order: &OrderId, facts: &[FactRecord]) -> Result<KioskId, PageError> {
    match facts.first() {
        Some(fact) => Ok(fact.kiosk.clone()),
        None => reports::kiosk_of_payment(app.store(), order)
            .await?
            .ok_or(PageError::NotFound),
    }
}

fn state(facts: &[FactRecord], refunds: &[RefundRow]) -> MoneyState {
    let count = |wanted: fn(&Fact) -> bool| {
        u64::try_from(facts.iter().filter(|fact| wanted(&fact.fact)).count()).unwrap_or(u64::MAX)
    };
    let ledger = Ledger::of(facts.iter().map(|fact| &fact.fact));
    let Some(first) = facts.first() else {
        return MoneyState::Waiting;
    };
    let state = MoneyState::of(&OrderSums {
        order: first.order.clone(),
        kiosk: first.kiosk.clone(),
        began_at: first.at,
        total: Money::ZERO,
        paid: ledger.paid,
        sheets: ledger.all_sheets(),
        delivered: ledger.delivered,
        refunded: ledger.refunded,
        refunds_requested: count(|fact| matches!(fact, Fact::RefundRequested { .. })),
        refunds_stuck: count(|fact| matches!(fact, Fact::RefundStuck { .. })),
        cancelled: count(|fact| matches!(fact, Fact::Cancelled { .. })),
        settled: count(|fact| matches!(fact, Fact::Settled { .. })),
    });
    let by_hand = refunds.iter().any(|refund| refund.by_hand_at.is_some());
    if state == MoneyState::Stuck && by_hand {
        return MoneyState::ByHand;
    }
    state
}

fn balance(words: &Words, facts: &[FactRecord]) -> Vec<Line> {
    let ledger = Ledger::of(facts.iter().map(|fact| &fact.fact));
    let open = ledger.open();
    let tone = if open == Money::ZERO {
        Tone::Plain
    } else {
        Tone::Warn
    };
    vec![
        Line::plain(words.paid, shown(ledger.paid)),
        Line::plain(words.delivered, shown(ledger.delivered)),
        Line::plain(words.refunded, shown(ledger.refunded)),
        Line::toned(words.open_money, shown(open), tone),
    ]
}

fn stuck(words: &Words, refunds: &[RefundRow]) -> Vec<StuckRefund> {
    refunds
        .iter()
        .filter(|refund| refund.state == "stuck" && refund.by_hand_at.is_none())
        .map(|refund| {
            let amount = shown(refund.amount);
            StuckRefund {
                number: refund.out_refund_no.clone(),
                sentence: words.pick(
                    format!(
                        "The provider could not give {amount} back. Please refund the customer \
                         by hand, then say so here."
                    ),
                    format!("支付平台未能退回 {amount}。请人工退款给顾客，完成后在此确认。"),
                ),
            }
        })
        .collect()
}

fn payments(
    words: &'static Words,
    calendar: &Calendar,
    attempts: &[AttemptRow],
    refunds: &[RefundRow],
) -> Vec<Vec<Line>> {
    let of_attempt = |attempt: &AttemptRow| {
        let mut lines = vec![
            Line::plain(words.amount, shown(attempt.total)),
            Line::plain(words.state, payment_state(words, &attempt.state)),
            Line::plain(words.merchant_number, attempt.out_trade_no.clone()),
        ];
        if let Some(transaction) = &attempt.transaction_id {
            lines.push(Line::plain(words.transaction_id, transaction.clone()));
        }
        let at = attempt.paid_at.unwrap_or(attempt.created_at);
        lines.push(Line::plain(words.time, calendar.short(words, at)));
        lines
    };
    let of_refund = |refund: &RefundRow| {
        let (state, tone) = refund_state(words, refund);
        vec![
            Line::plain(words.amount, shown(Money::ZERO.minus(refund.amount))),
            Line::toned(words.state, state, tone),
            Line::plain(words.refund_number, refund.out_refund_no.clone()),
            Line::plain(words.time, calendar.short(words, refund.created_at)),
        ]
    };
    attempts
        .iter()
        .map(of_attempt)
        .chain(refunds.iter().map(of_refund))
        .collect()
}

fn payment_state(words: &Words, state: &str) -> String {
    match state {
        "paid" => words.paid,
        "paid_late" => words.pick("Paid too late; given back", "超时付款，已退回"),
        "closed" => words.cancelled,
        _ => words.waiting,
    }
    .to_owned()
}

fn refund_state(words: &Words, refund: &RefundRow) -> (&'static str, Tone) {
    match (refund.state.as_str(), refund.by_hand_at) {
        (_, Some(_)) => (words.by_hand, Tone::Done),
        ("success", None) => (words.refunded, Tone::Done),
        ("stuck", None) => (words.stuck, Tone::Stop),
        (_, None) => (words.refunding, Tone::Warn),
    }
}

fn fact_line(words: &Words, calendar: &Calendar, record: &FactRecord) -> FactLine {
    let (sentence, note, tone) = told(words, &record.fact);
    FactLine {
        at: calendar.to_the_second(record.at),
        sentence,
        note,
        tone,
    }
}

fn told(words: &Words, fact: &Fact) -> (String, String, Tone) {
    match fact {
        Fact::OrderPlaced {
            total,
            sheets,
            settings_version,
            ..
        } => {
            let (sheets, total) = (words.prints_counted(u64::from(*sheets)), shown(*total));
            let sentence = words.pick(
                format!("Order placed: {sheets} for {total}"),
                format!("下单：{sheets}，{total}"),
            );
            let note = words.pick(
                format!("Priced by settings version {settings_version}"),
                format!("按设置版本 {settings_version} 计价"),
            );
            (sentence, note, Tone::Plain)
        }
        Fact::Paid {
            amount, provider, ..
        } => {
            let amount = shown(*amount);
            let sentence = words.pick(format!("{amount} paid"), format!("已付款 {amount}"));
            (
                sentence,
                words.provider_name(*provider).to_owned(),
                Tone::Done,
            )
        }
        Fact::Free { worth } => {
            let worth = shown(*worth);
            let sentence = words.pick("Free: nothing was to be paid", "免费：无需付款");
            let note = words.pick(format!("Worth {worth}"), format!("原价 {worth}"));
            (sentence.to_owned(), note, Tone::Done)
        }
        Fact::SheetPrinted { sheet, product, .. } => {
            let product = words.product_name(*product);
            let sentence = words.pick(
                format!("Print {sheet} came out ({product})"),
                format!("第 {sheet} 张已打印（{product}）"),
            );
            (sentence, String::new(), Tone::Done)
        }
        Fact::SheetNotPrinted {
            sheet,
            share,
            reason,
            ..
        } => {
            let (reason, share) = (words.not_printed(*reason), shown(*share));
            let sentence = words.pick(
                format!("Print {sheet} did not come out: {reason}"),
                format!("第 {sheet} 张没有打印：{reason}"),
            );
            let note = words.pick(format!("{share} goes back"), format!("退回 {share}"));
            (sentence, note, Tone::Warn)
        }
        Fact::RefundRequested { amount, .. } => {
            let amount = shown(*amount);
            let sentence = words.pick(
                format!("Refund of {amount} asked for"),
                format!("申请退款 {amount}"),
            );
            (sentence, String::new(), Tone::Plain)
        }
        Fact::Refunded { amount, .. } => {
            let amount = shown(*amount);
            let sentence = words.pick(format!("{amount} given back"), format!("已退款 {amount}"));
            (sentence, String::new(), Tone::Done)
        }
        Fact::RefundStuck { amount, .. } => {
            let amount = shown(*amount);
            let sentence = words.pick(
                format!("The provider could not give {amount} back"),
                format!("支付平台未能退回 {amount}"),
            );
            (sentence, String::new(), Tone::Stop)
        }
        Fact::Cancelled { reason } => (
            words
                .pick("Ended without a payment", "未付款结束")
                .to_owned(),
            words.cancel_reason(*reason).to_owned(),
            Tone::Plain,
        ),
        Fact::Settled {
            delivered,
            refunded,
        } => {
            let (delivered, refunded) = (shown(*delivered), shown(*refunded));
            let note = words.pick(
                format!("{delivered} delivered, {refunded} given back"),
                format!("交付 {delivered}，退款 {refunded}"),
            );
            (words.settled.to_owned(), note, Tone::Done)
        }
    }
}
