//! One day's money, three ways: the providers' bills, our books, the kiosks' facts; and every
//! difference between them, by kiosk.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use order::{KioskId, Money, ProviderId};
use payment::BillDay;
use serde::Deserialize;

use crate::App;
use crate::reconciliation::{self, Books, Difference, Kind, PaperDifference, PaperKind};
use crate::store::bills::{self, Entry};
use crate::store::kiosks;
use crate::store::refunds::RefundState;

use super::calendar::Calendar;
use super::fleet::Line;
use super::form::OwnForm;
use super::frame::Frame;
use super::problem::{PageError, show};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;
use super::words::money::shown;

/// What is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    day: String,
    /// Why the last fetch brought nothing: `not_ready`.
    problem: String,
}

/// A bill to be fetched now.
#[derive(Debug, Deserialize)]
pub(crate) struct FetchForm {
    day: String,
    provider: String,
}

#[derive(Template)]
#[template(path = "reconciliation.html")]
struct ReconciliationPage {
    page: Frame,
    day: String,
    newest_day: String,
    csv_href: String,
    problem: Option<&'static str>,
    bills: Vec<Bill>,
    differences: Vec<Row>,
}

/// A provider's day in numbers.
#[derive(Debug)]
struct Bill {
    provider: &'static str,
    name: &'static str,
    fetched: String,
    is_there: bool,
    tiles: Vec<Line>,
}

/// A difference, as a line of the table.
#[derive(Debug)]
struct Row {
    kiosk_id: String,
    kiosk: String,
    what: &'static str,
    provider: &'static str,
    number: String,
    order: Option<String>,
    receipt: String,
    ours: String,
    theirs: String,
}

/// `GET /reconciliation`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let day = day_asked(&app, &asked.day)?;
    let mut bills = Vec::new();
    let mut differences = Vec::new();
    for provider in app.broker().providers() {
        let books = reconciliation::of_day(app.store(), provider, day).await?;
        bills.push(bill(&app, words, &calendar, provider, day, &books).await?);
        for difference in books.differences() {
            differences.push(row(&app, words, provider, difference).await?);
        }
    }
    for difference in reconciliation::paper_of_day(app.store(), day).await? {
        differences.push(paper_row(&app, words, difference).await?);
    }
    differences.sort_by(|one, other| {
        (&one.kiosk, one.what, &one.number).cmp(&(&other.kiosk, other.what, &other.number))
    });
    show(&ReconciliationPage {
        newest_day: newest_day(&app)?.to_string(),
        csv_href: format!("/reconciliation.csv?day={day}"),
        day: day.to_string(),
        problem: (asked.problem == "not_ready").then_some(words.bill_not_ready),
        bills,
        differences,
        page: signed_in.frame,
    })
}

/// `POST /reconciliation/fetch`
pub(crate) async fn fetch(
    State(app): State<App>,
    _: SignedIn,
    OwnForm(form): OwnForm<FetchForm>,
) -> Result<Response, PageError> {
    let day = BillDay::parse(&form.day).map_err(|_| PageError::NotFound)?;
    let mut providers = app.broker().providers().into_iter();
    let provider = providers
        .find(|provider| provider.as_str() == form.provider)
        .ok_or(PageError::NotFound)?;
    let outcome = reconciliation::fetch(&app, provider, day).await;
    let problem = match outcome {
        Ok(()) => "",
        Err(error) => {
            tracing::warn!(provider = provider.as_str(), %day, %error, "a bill could not be fetched");
            "&problem=not_ready"
        }
    };
    Ok(Redirect::to(&format!("/reconciliation?day={day}{problem}")).into_response())
}

/// The day in the address; without one, the newest whose bill should be there.
pub(crate) fn day_asked(app: &App, day: &str) -> Result<BillDay, PageError> {
    match day {
        "" => newest_day(app),
        _ => BillDay::parse(day).map_err(|_| PageError::NotFound),
    }
}

fn newest_day(app: &App) -> Result<BillDay, PageError> {
    reconciliation::newest_day(surroundings::now(app)).ok_or(PageError::NotFound)
}

/// A difference as a phrase.
const fn phrase(words: &Words, kind: Kind) -> &'static str {
    match kind {
        Kind::UnknownPayment => words.unknown_payment,
        Kind::NotCounted => words.not_counted,
        Kind::NotBilled => words.not_billed,
        Kind::AmountDiffers => words.amount_differs,
        Kind::UnknownRefund => words.unknown_refund,
        Kind::RefundNotBilled => words.refund_not_billed,
        Kind::RefundUndecided => words.refund_undecided,
        Kind::RefundDiffers => words.refund_differs,
        Kind::KioskSilent => words.kiosk_silent,
        Kind::KioskDiffers => words.kiosk_differs,
        Kind::NotSettled => words.not_settled,
    }
}

/// A difference of sheets as a phrase.
const fn paper_phrase(words: &Words, kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::CountedMore => words.printer_more,
        PaperKind::CountedFewer => words.printer_fewer,
        PaperKind::Replaced => words.printer_replaced,
        PaperKind::WentBack => words.printer_count_back,
        PaperKind::NotRead => words.printer_unread,
    }
}

async fn paper_row(
    app: &App,
    words: &'static Words,
    difference: PaperDifference,
) -> Result<Row, PageError> {
    let kiosk = kiosks::find(app.store(), &difference.kiosk).await?;
    Ok(Row {
        kiosk_id: difference.kiosk.as_str().to_owned(),
        kiosk: kiosk.map_or_else(String::new, |kiosk| kiosk.name),
        what: paper_phrase(words, difference.kind),
        provider: words.printer_counter,
        number: difference.printer,
        receipt: String::new(),
        order: None,
        ours: words.sheets_of_paper(difference.delivered),
        theirs: difference
            .counted
            .map_or_else(String::new, |counted| words.sheets_of_paper(counted)),
    })
}

async fn bill(
    app: &App,
    words: &'static Words,
    calendar: &Calendar,
    provider: ProviderId,
    day: BillDay,
    books: &Books,
) -> Result<Bill, PageError> {
    let fetched_at = bills::fetched_at(app.store(), provider, day).await?;
    let billed = |entry: Entry| -> Money {
        let lines = books.billed.iter().filter(|line| line.entry == entry);
        lines.map(|line| line.amount).sum()
    };
    let captured = books.payments.iter().filter_map(|one| one.capture.as_ref());
    let refunded = books
        .refunds
        .iter()
        .filter(|refund| refund.state == RefundState::Success);
    Ok(Bill {
        provider: provider.as_str(),
        name: words.provider_name(provider),
        fetched: fetched_at.map_or_else(
            || words.bill_missing.to_owned(),
            |at| words.bill_fetched(&calendar.short(words, at)),
        ),
        is_there: fetched_at.is_some(),
        tiles: vec![
            Line::plain(words.billed, shown(billed(Entry::Payment))),
            Line::plain(words.counted, shown(captured.map(|one| one.amount).sum())),
            Line::plain(words.billed_back, shown(billed(Entry::Refund))),
            Line::plain(
                words.counted_back,
                shown(refunded.map(|one| one.amount).sum()),
            ),
        ],
    })
}

async fn row(
    app: &App,
    words: &'static Words,
    provider: ProviderId,
    difference: Difference,
) -> Result<Row, PageError> {
    let kiosk = match &difference.kiosk {
        Some(id) => kiosks::find(app.store(), id).await?,
        None => None,
    };
    Ok(Row {
        kiosk_id: difference
            .kiosk
            .as_ref()
            .map_or("", KioskId::as_str)
            .to_owned(),
        kiosk: kiosk.map_or_else(String::new, |kiosk| kiosk.name),
        what: phrase(words, difference.kind),
        provider: words.provider_name(provider),
        number: difference.number,
        receipt: difference
            .order
            .as_ref()
            .map_or_else(String::new, |order| order.receipt_code().to_string()),
        order: difference.order.map(|order| order.to_string()),
        ours: shown(difference.ours),
        theirs: shown(difference.theirs),
    })
}
