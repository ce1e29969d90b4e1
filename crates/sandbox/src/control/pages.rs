//! Pages on which a person plays the customer. They work without JavaScript; the script only
//! keeps the list fresh.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

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

pub(super) async fn orders(State(shop): State<Arc<Shop>>) -> Response {
    let (waiting, settled) = shop
        .orders()
        .into_iter()
        .take(MOST_SHOWN)
        .map(Row::from)
        .partition(|row| row.waiting);
    render(&OrdersPage { waiting, settled })
}

/// What a phone shows that scanned the code.
pub(super) async fn scan(State(shop): State<Arc<Shop>>, Query(scan): Query<Scan>) -> Response {
    match shop.order_by_code(&scan.code_url) {
        Some(order) => render(&PayPage { row: order.into() }),
        None => sorry(PayRefused::Unknown),
    }
}

pub(super) async fn pay(State(shop): State<Arc<Shop>>, Path(number): Path<String>) -> Response {
    and_back(shop.pay(&number))
}

pub(super) async fn decline(State(shop): State<Arc<Shop>>, Path(number): Path<String>) -> Response {
    and_back(shop.decline(&number))
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

/// `¥12.00` from 1200.
fn yuan(fen: i64) -> String {
    format!("¥{}.{:02}", fen / 100, fen % 100)
}
