//! The pages that people use: who may sign in, how the fleet is, what it earned, what it costs.
//!
//! A page is a template (`dashboard/templates`), a struct of what it shows, and a handler that
//! asks the store and fills it. The words are in [`words`], in both languages; scripts and styles
//! are `ui/manager`, served at `/static/manager/`. Everything works without a script; htmx only
//! saves reloading.
//!
//! The pages keep no state and count nothing: how a kiosk is ([`health`]) and what was sold
//! (`store::reports`) are computed from what kiosks said, each time anew. They know nothing of
//! how kiosks speak; what they save reaches a kiosk as a hint and a newer settings document.

pub mod account;
mod assets;
mod calendar;
mod code_form;
mod code_rows;
mod codes;
mod codes_csv;
mod cookie;
mod csv;
mod discount_form;
mod fleet;
mod form;
mod frame;
mod health;
mod home;
mod icons;
mod kiosk;
mod kiosks;
mod language;
mod money_state;
mod order_page;
mod pair;
mod password;
mod place;
mod price_check;
mod price_form;
mod price_input;
mod price_scope;
mod prices;
mod problem;
mod proof;
mod receipt;
mod receipt_known;
mod receipt_search;
mod receipt_told;
mod reconciliation;
mod reconciliation_csv;
mod sales;
mod sales_csv;
mod sales_table;
mod sample;
mod signed_in;
mod surroundings;
mod token;
mod undecided;
mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::{get, post};

use crate::App;

/// The longest form, in bytes.
const LONGEST_FORM: usize = 16 * 1024;

/// The addresses of all pages for people.
pub fn router() -> Router<App> {
    Router::new()
        // The door.
        .route(
            "/setup/{token}",
            get(account::set_up_page).post(account::set_up),
        )
        .route(
            "/sign-in",
            get(account::sign_in_page).post(account::sign_in),
        )
        .route("/sign-out", post(account::sign_out))
        .route("/language", get(language::choose))
        .route("/mark.svg", get(mark))
        .route("/static/manager/{*file}", get(assets::file))
        // Customers, each with the address of an order of theirs.
        .route("/r", get(receipt_search::page).post(receipt_search::find))
        .route("/r/{order}", get(receipt::page))
        // The fleet.
        .route("/", get(home::page))
        .route("/kiosks", get(kiosks::page))
        .route("/kiosks/{kiosk}", get(kiosk::page).post(kiosk::rename))
        .route("/pair", get(pair::page).post(pair::pair))
        // What it costs.
        .route("/prices", get(prices::page).post(prices::save))
        .route("/prices/rows", post(prices::rows))
        .route("/prices/sample", post(prices::sample))
        .route("/codes", get(codes::page).post(codes::issue))
        .route("/codes/withdraw", post(codes::withdraw))
        .route("/codes.csv", get(codes_csv::download))
        // What it earned.
        .route("/sales", get(sales::page))
        .route("/sales.csv", get(sales_csv::download))
        .route("/reconciliation", get(reconciliation::page))
        .route("/reconciliation/fetch", post(reconciliation::fetch))
        .route("/reconciliation.csv", get(reconciliation_csv::download))
        .route("/undecided", get(undecided::page))
        .route("/undecided/ask-again", post(undecided::ask_again))
        .route("/undecided/by-hand", post(undecided::by_hand))
        .route("/orders/{order}", get(order_page::page))
        .route(
            "/orders/{order}/refund-by-hand",
            post(order_page::refunded_by_hand),
        )
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(from_fn(problem::finish))
}

/// The mark in the browser's tab.
async fn mark() -> impl IntoResponse {
    (
        [
            (CONTENT_TYPE, "image/svg+xml"),
            (CACHE_CONTROL, "public, max-age=86400"),
        ],
        include_str!("../../templates/mark.svg"),
    )
}
