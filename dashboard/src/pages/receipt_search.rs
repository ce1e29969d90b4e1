//! Finding a receipt whose address is lost: the code from the kiosk's screen together with the
//! number in the customer's own WeChat or Alipay bill, which nobody else has. The code alone shows
//! nothing: it can be guessed, and is read out loud.

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::App;
use crate::extract::Client;
use crate::rates::Pace;
use crate::store::receipts;

use super::frame::{Frame, Speech};
use super::problem::{PageError, show};
use super::receipt::with_status;
use super::surroundings;
use super::words::Words;
use super::words::money::half_width;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Search {
    code: String,
    number: String,
}

/// Why the form is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was asked for.
    Nothing,
    /// There is no receipt at the address that was opened.
    UnknownAddress,
    /// Code and number do not belong together, or there is no such order: the same answer.
    NotFound,
    /// Too many tries.
    TooFast,
}

#[derive(Template)]
#[template(path = "receipt_search.html")]
struct SearchPage {
    page: Frame,
    title: &'static str,
    lead: &'static str,
    problem: Option<&'static str>,
}

/// `GET /r`
pub(crate) async fn page(Speech(words): Speech) -> Result<Response, PageError> {
    form(frame(words), Outcome::Nothing)
}

/// `POST /r`. It changes nothing, so that it needs no token of this browser.
pub(crate) async fn find(
    State(app): State<App>,
    Client(client): Client,
    Speech(words): Speech,
    Form(search): Form<Search>,
) -> Result<Response, PageError> {
    let now = surroundings::now(&app);
    // Right answers count too: who guesses must not find out by going on.
    if app.rates().receipt_searches.spend(client, now) != Pace::Fine {
        return form(frame(words), Outcome::TooFast);
    }
    let (code, number) = (plain(&search.code), plain(&search.number));
    let order = receipts::order_in_bill(app.store(), &number).await?;
    match order.filter(|order| order.receipt_code().to_string() == code) {
        Some(order) => Ok(Redirect::to(&format!("/r/{order}")).into_response()),
        None => form(frame(words), Outcome::NotFound),
    }
}

/// The form, with what there is to say.
pub(crate) fn form(frame: Frame, outcome: Outcome) -> Result<Response, PageError> {
    let words = frame.words;
    let title = match outcome {
        Outcome::UnknownAddress => words.receipt_unknown_title,
        Outcome::Nothing | Outcome::NotFound | Outcome::TooFast => words.receipt_find_title,
    };
    let lead = match outcome {
        Outcome::UnknownAddress => words.receipt_unknown,
        Outcome::Nothing | Outcome::NotFound | Outcome::TooFast => words.receipt_find_lead,
    };
    let problem = match outcome {
        Outcome::NotFound => Some(words.receipt_not_found),
        Outcome::TooFast => Some(words.receipt_too_often),
        Outcome::Nothing | Outcome::UnknownAddress => None,
    };
    let shown = show(&SearchPage {
        page: frame,
        title,
        lead,
        problem,
    })?;
    Ok(match outcome {
        Outcome::Nothing => shown,
        Outcome::UnknownAddress | Outcome::NotFound => with_status(StatusCode::NOT_FOUND, shown),
        Outcome::TooFast => with_status(
            StatusCode::TOO_MANY_REQUESTS,
            ([(RETRY_AFTER, "60")], shown).into_response(),
        ),
    })
}

fn frame(words: &'static Words) -> Frame {
    Frame {
        words,
        csrf: String::new(),
        user_name: String::new(),
        here: "/r".to_owned(),
    }
}

/// What was typed as our numbers are written: capitals, without the spaces that bills put in.
fn plain(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|letter| !letter.is_whitespace())
        .take(64)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_however_they_are_copied() {
        let typed = " 01jd3f7q 4w9k2m5n8p0r1s3t5v-1 ";
        assert_eq!(
            plain(typed),
            "01JD3F7Q4W9K2M5N8P0R1S3T5V-1",
            "spaces and small letters are nobody's fault"
        );
        assert_eq!(plain("Ａ１"), "A1", "nor is a Chinese keyboard");
    }
}
