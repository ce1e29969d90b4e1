//! Pages on which a person plays the customer. They work without JavaScript; the script only
//! keeps the list fresh.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::alipay::{self, Till, TradeState, TradeView};
use crate::wechat_pay::{OrderState, OrderView, PayRefused, RefundStatus, Shop};

/// Orders shown at once.
const MOST_SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "orders.html")]
struct OrdersPage {
    waiting: Vec<Row>,
    settled: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pay.html")]
struct PayPage {
    row: Row,
}

#[derive(Template)]
#[template(path = "sorry.html")]
struct SorryPage {
    sentence: String,
}

/// An order in words.
struct Row {
    provider: &'static str,
    created_at_ms: i64,
    number: String,
    description: String,
    price: String,
    standing: &'static str,
    tone: &'static str,
    refunds: Vec<String>,
    waiting: bool,
}

#[derive(Deserialize)]
pub(super) struct Scan {
    code_url: String,
}

pub(super) async fn to_the_orders() -> Redirect {
    Redirect::to("/sandbox/")
}

pub(super) async fn orders(State(shop): State<Arc<Shop>>, State(till): State<Till>) -> Response {
    let mut rows: Vec<Row> = shop.orders().into_iter().map(Row::from).collect();
    rows.extend(till.trades().into_iter().map(Row::from));
    rows.sort_by_key(|row| std::cmp::Reverse(row.created_at_ms));
    rows.truncate(MOST_SHOWN);
    let (waiting, settled) = rows.into_iter().partition(|row| row.waiting);
    render(&OrdersPage { waiting, settled })
}

/// What a phone shows that scanned the code.
pub(super) async fn scan(
    State(shop): State<Arc<Shop>>,
    State(till): State<Till>,
    Query(scan): Query<Scan>,
) -> Response {
    match shop.order_by_code(&scan.code_url) {
        Some(order) => render(&PayPage { row: order.into() }),
        None => match till.scan_code(&scan.code_url) {
            Ok(trade) => render(&PayPage { row: trade.into() }),
            Err(why) => sorry(refusal(why)),
        },
    }
}

pub(super) async fn pay(
    State(shop): State<Arc<Shop>>,
    State(till): State<Till>,
    Path(number): Path<String>,
) -> Response {
    and_back(match shop.pay(&number) {
        Err(PayRefused::Unknown) => till.pay(&number).map_err(refusal),
        done => done,
    })
}

pub(super) async fn decline(
    State(shop): State<Arc<Shop>>,
    State(till): State<Till>,
    Path(number): Path<String>,
) -> Response {
    and_back(match shop.decline(&number) {
        Err(PayRefused::Unknown) => till.decline(&number).map_err(refusal),
        done => done,
    })
}

/// The same reason, in the words of this page.
const fn refusal(why: alipay::PayRefused) -> PayRefused {
    match why {
        alipay::PayRefused::Unknown => PayRefused::Unknown,
        alipay::PayRefused::AlreadyPaid => PayRefused::AlreadyPaid,
        alipay::PayRefused::Closed => PayRefused::Closed,
        alipay::PayRefused::Expired => PayRefused::Expired,
    }
}

pub(super) async fn style() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../assets/sandbox.css"),
    )
}

pub(super) async fn script() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("../../assets/sandbox.js"),
    )
}

fn and_back(done: Result<(), PayRefused>) -> Response {
    match done {
        Ok(()) => Redirect::to("/sandbox/").into_response(),
        Err(why) => sorry(why),
    }
}

fn sorry(why: PayRefused) -> Response {
    let status = match why {
        PayRefused::Unknown => StatusCode::NOT_FOUND,
        PayRefused::AlreadyPaid | PayRefused::Closed | PayRefused::Expired => StatusCode::CONFLICT,
    };
    let page = SorryPage {
        sentence: why.to_string(),
    };
    (status, render(&page)).into_response()
}

pub(super) fn render(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

impl From<OrderView> for Row {
    fn from(order: OrderView) -> Self {
        let (standing, tone, waiting) = match order.state {
            OrderState::NotPaid if order.declined > 0 => ("Declined, still open", "warn", true),
            OrderState::NotPaid => ("Waiting for payment", "open", true),
            OrderState::Paid { .. } => ("Paid", "done", false),
            OrderState::Paying => ("Asked for the password", "open", true),
            OrderState::Closed => ("Closed by the merchant", "quiet", false),
            OrderState::Reversed { undone: Some(_) } => ("Reversed, money back", "quiet", false),
            OrderState::Reversed { undone: None } => ("Reversed unpaid", "quiet", false),
            OrderState::Failed => ("Failed", "quiet", false),
        };
        Self {
            provider: "WeChat Pay",
            created_at_ms: order.created_at_ms,
            number: order.out_trade_no,
            description: order.description,
            price: yuan(order.total),
            standing,
            tone,
            refunds: order
                .refunds
                .iter()
                .map(|refund| {
                    let standing = match refund.status {
                        RefundStatus::Processing => "on its way back",
                        RefundStatus::Success => "given back",
                        RefundStatus::Abnormal => "stuck, a person must help",
                        RefundStatus::Closed => "not given back",
                    };
                    format!("{} {standing}", yuan(refund.amount))
                })
                .collect(),
            waiting,
        }
    }
}

impl From<TradeView> for Row {
    fn from(trade: TradeView) -> Self {
        let (standing, tone, waiting) = match trade.state {
            TradeState::Unscanned => ("Waiting for a scan", "open", true),
            TradeState::Waiting if trade.declined > 0 => ("Declined, still open", "warn", true),
            TradeState::Waiting => ("Waiting for payment", "open", true),
            TradeState::Paid { .. } => ("Paid", "done", false),
            TradeState::Closed { paid: Some(_) } => ("Closed, money back", "quiet", false),
            TradeState::Closed { paid: None } => ("Closed unpaid", "quiet", false),
        };
        Self {
            provider: "Alipay",
            created_at_ms: trade.created_at_ms,
            number: trade.out_trade_no,
            description: trade.subject,
            price: yuan(trade.total),
            standing,
            tone,
            refunds: trade
                .refunds
                .iter()
                .map(|refund| match refund.out_request_no {
                    Some(_) => format!("{} given back", yuan(refund.amount)),
                    None => format!("{} cancelled", yuan(refund.amount)),
                })
                .collect(),
            waiting,
        }
    }
}

/// `¥12.00` from 1200.
fn yuan(fen: i64) -> String {
    format!("¥{}.{:02}", fen / 100, fen % 100)
}
