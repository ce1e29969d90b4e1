//! The page on which a person makes things go wrong: one button a fault.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::pages::render;
use crate::wechat_pay::{Call, Fault, RefundEnd, Shop, SigningMode};

/// Every call that faults can strike, in the order of a payment's life.
const CALLS: [(Call, &str); 10] = [
    (Call::Native, "Open a code"),
    (Call::Codepay, "Charge a barcode"),
    (Call::Query, "Query"),
    (Call::Close, "Close"),
    (Call::Reverse, "Reverse"),
    (Call::Refund, "Refund"),
    (Call::QueryRefund, "Query a refund"),
    (Call::Bill, "Ask for a bill"),
    (Call::BillFile, "Download a bill"),
    (Call::Certificates, "Certificates"),
];

#[derive(Template)]
#[template(path = "faults.html")]
struct FaultsPage {
    waiting: Vec<String>,
    calls: Vec<Group>,
    others: Vec<Group>,
    signs_with: &'static str,
}

/// A headline with its buttons.
struct Group {
    name: &'static str,
    buttons: Vec<Button>,
}

struct Button {
    words: &'static str,
    /// What pressing it queues.
    fault: String,
}

/// What a button sends.
#[derive(Deserialize)]
pub(super) struct Pressed {
    fault: String,
}

/// The buttons, and what waits to strike.
pub(super) async fn choose(State(shop): State<Arc<Shop>>) -> Response {
    render(&FaultsPage {
        waiting: shop.faults.waiting().iter().map(text).collect(),
        calls: CALLS.map(|(on, name)| on_a_call(on, name)).into(),
        others: others(),
        signs_with: match shop.keys.mode() {
            SigningMode::PublicKey => "its public key",
            SigningMode::Certificate => "a platform certificate",
        },
    })
}

/// Queues the fault of a button.
pub(super) async fn queue(State(shop): State<Arc<Shop>>, Form(pressed): Form<Pressed>) -> Response {
    match serde_json::from_str(&pressed.fault) {
        Ok(fault) => {
            shop.faults.queue(fault);
            back()
        }
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Forgets every fault that waits.
pub(super) async fn clear(State(shop): State<Arc<Shop>>) -> Response {
    shop.faults.clear();
    back()
}

/// Signs with the other key from now on.
pub(super) async fn switch(State(shop): State<Arc<Shop>>) -> Response {
    shop.keys.set_mode(match shop.keys.mode() {
        SigningMode::PublicKey => SigningMode::Certificate,
        SigningMode::Certificate => SigningMode::PublicKey,
    });
    back()
}

/// Replaces the platform certificate.
pub(super) async fn roll(State(shop): State<Arc<Shop>>) -> Response {
    match shop.keys.roll_certificate() {
        Ok(()) => back(),
        Err(error) => {
            tracing::error!(%error, "no new certificate");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn back() -> Response {
    Redirect::to("/sandbox/faults").into_response()
}

fn on_a_call(on: Call, name: &'static str) -> Group {
    let mut faults = vec![
        ("Lose the answer", Fault::LoseAnswer { on }),
        ("Do it, then 500", Fault::FailAfter { on }),
        ("500, nothing done", Fault::FailBefore { on }),
        ("Too fast", Fault::TooFast { on }),
    ];
    // The file of a bill is not signed.
    if on != Call::BillFile {
        faults.extend([
            ("SIGNTEST", Fault::BadAnswerSignature { on }),
            ("Unknown key", Fault::UnknownAnswerSerial { on }),
            ("Ten minutes old", Fault::StaleAnswer { on }),
        ]);
    }
    group(name, faults)
}

fn others() -> Vec<Group> {
    let stays = |polls, then| Fault::RefundStays { polls, then };
    vec![
        group(
            "The customer",
            [
                ("Is paying while it is closed", Fault::CustomerIsPaying),
                ("Paid just before it is closed", Fault::PaidBeforeClose),
                ("Paid although it is closed", Fault::PaidDespiteClose),
                ("Pays ¥0.01 instead", Fault::WrongAmount { total: 1 }),
            ],
        ),
        group(
            "The next notification",
            [
                ("Comes twice", Fault::DuplicateNotification),
                ("Never comes", Fault::DropNotification),
                (
                    "Comes a minute late",
                    Fault::LateNotification { delay_ms: 60_000 },
                ),
                ("SIGNTEST first", Fault::BadNotificationSignature),
                ("Names another merchant", Fault::WrongMerchant),
                ("Names an unknown order", Fault::WrongNumber),
            ],
        ),
        group(
            "The next refund",
            [
                ("Balance too short", Fault::BalanceShort),
                (
                    "Three queries, then abnormal",
                    stays(3, RefundEnd::Abnormal),
                ),
                ("Three queries, then closed", stays(3, RefundEnd::Closed)),
                ("Three queries, then done", stays(3, RefundEnd::Success)),
            ],
        ),
        group(
            "The next bill",
            [
                ("Is not ready", Fault::BillNotReady),
                ("Lacks a row", Fault::BillMissingRow),
                ("Has a row too many", Fault::BillExtraRow),
                ("Breaks off", Fault::BillDamaged),
                ("Lies elsewhere", Fault::BillElsewhere),
            ],
        ),
    ]
}

fn group(name: &'static str, faults: impl IntoIterator<Item = (&'static str, Fault)>) -> Group {
    let buttons = faults.into_iter().map(|(words, fault)| Button {
        words,
        fault: text(&fault),
    });
    Group {
        name,
        buttons: buttons.collect(),
    }
}

fn text(fault: &Fault) -> String {
    serde_json::to_string(fault).expect("words and integers are always JSON")
}
