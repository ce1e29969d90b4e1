//! A day's differences as a file for a spreadsheet.

use axum::extract::{Query, State};
use axum::response::Response;
use order::KioskId;
use serde::Deserialize;

use crate::App;
use crate::reconciliation;

use super::csv::{Cells, spreadsheet};
use super::problem::PageError;
use super::reconciliation::day_asked;
use super::signed_in::SignedIn;

/// What is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    day: String,
}

const COLUMNS: [&str; 9] = [
    "day",
    "provider",
    "kiosk",
    "difference",
    "number",
    "order",
    "ours",
    "theirs",
    "unit",
];

/// `GET /reconciliation.csv`
pub(crate) async fn download(
    State(app): State<App>,
    _: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let day = day_asked(&app, &asked.day)?;
    let mut lines: Vec<Cells> = vec![COLUMNS.map(str::to_owned).to_vec()];
    for provider in app.broker().providers() {
        let books = reconciliation::of_day(app.store(), provider, day).await?;
        for found in books.differences() {
            lines.push(vec![
                day.to_string(),
                provider.as_str().to_owned(),
                found.kiosk.as_ref().map_or("", KioskId::as_str).to_owned(),
                found.kind.as_str().to_owned(),
                found.number,
                found
                    .order
                    .map_or_else(String::new, |order| order.to_string()),
                found.ours.to_string(),
                found.theirs.to_string(),
                "money".to_owned(),
            ]);
        }
    }
    for found in reconciliation::paper_of_day(app.store(), day).await? {
        lines.push(vec![
            day.to_string(),
            "printer".to_owned(),
            found.kiosk.as_str().to_owned(),
            found.kind.as_str().to_owned(),
            found.printer,
            String::new(),
            found.delivered.to_string(),
            found
                .counted
                .map_or_else(String::new, |counted| counted.to_string()),
            "sheets".to_owned(),
        ]);
    }
    Ok(spreadsheet(
        &format!("minilab-reconciliation-{day}.csv"),
        &lines,
    ))
}
