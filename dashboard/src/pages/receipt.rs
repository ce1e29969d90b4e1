//! The customer's receipt, on their own phone and without an account: what was bought, what came
//! out, where the money is. Its address is the order's id (ADR 16).

use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use order::{KioskId, OrderId};

use crate::App;
use crate::extract::Client;
use crate::rates::Pace;
use crate::store::{kiosks, receipts, reports};

use super::frame::{Frame, Speech};
use super::problem::{PageError, show};
use super::receipt_known::Known;
use super::receipt_search::{self, Outcome};
use super::receipt_told::{Bill, Said, SheetRow};
use super::surroundings;

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    page: Frame,
    kiosk: String,
    site: String,
    when: String,
    code: String,
    headline: Said,
    sheets: Vec<SheetRow>,
    money: Vec<Said>,
    bill: Option<Bill>,
    ask: String,
    support: String,
    /// Whether anything can still change by itself, so that the page looks again.
    open: bool,
}

/// `GET /r/{order}`
pub(crate) async fn page(
    State(app): State<App>,
    Client(client): Client,
    Speech(words): Speech,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let frame = Frame {
        words,
        csrf: String::new(),
        user_name: String::new(),
        here: uri.path().to_owned(),
    };
    let found = match OrderId::parse(&token) {
        Ok(order) => known(&app, &order).await?.map(|known| (order, known)),
        Err(_) => None,
    };
    let Some((order, (kiosk, known))) = found else {
        // Only wrong addresses are counted: behind one network there may be a whole mall.
        return match app
            .rates()
            .wrong_links
            .spend(client, surroundings::now(&app))
        {
            Pace::Fine => receipt_search::form(frame, Outcome::UnknownAddress),
            Pace::TooFast { .. } => receipt_search::form(frame, Outcome::TooFast),
        };
    };
    let calendar = surroundings::calendar(&app);
    let kiosk = kiosks::find(app.store(), &kiosk).await?;
    let (kiosk, site) = kiosk.map_or_else(
        || (String::new(), String::new()),
        |kiosk| (kiosk.name, kiosk.site),
    );
    let code = order.receipt_code().to_string();
    let page = ReceiptPage {
        when: known
            .began_at()
            .map_or_else(String::new, |at| calendar.long(words, at)),
        headline: known.headline(words, &calendar),
        sheets: known.sheet_rows(words),
        money: known.money(words, &calendar, &code),
        bill: known.bill(words),
        open: known.is_open(),
        ask: words.pick(
            format!("Show this page to the staff at {site}, or tell them the code {code}."),
            format!("请向{site}的工作人员出示本页面，或告知凭证号 {code}。"),
        ),
        support: app.config().support.clone(),
        page: frame,
        kiosk,
        site,
        code,
    };
    show(&page)
}

/// Whose order it is and what is known of it.
async fn known(app: &App, order: &OrderId) -> Result<Option<(KioskId, Known)>, PageError> {
    let known = Known {
        facts: reports::facts_of(app.store(), order).await?,
        attempts: receipts::attempts(app.store(), order).await?,
        refunds: receipts::money_back(app.store(), order).await?,
        now: surroundings::now(app),
    };
    let of_facts = known.facts.first().map(|fact| fact.kiosk.clone());
    let kiosk = of_facts.or_else(|| known.attempts.first().map(|one| one.kiosk.clone()));
    Ok(kiosk.map(|kiosk| (kiosk, known)))
}

/// A page with another status than 200.
pub(crate) fn with_status(status: StatusCode, page: Response) -> Response {
    (status, page).into_response()
}
