//! Discount codes: which there are and how often they were used; issuing one that was typed or
//! many random ones, and withdrawing them.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::App;
use crate::store::{Change, codes, kiosks};

use super::code_form::{CodeForm, CodeInput};
use super::code_rows::CampaignRow;
use super::form::OwnForm;
use super::frame::Frame;
use super::problem::{PageError, show};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;

#[derive(Template)]
#[template(path = "codes.html")]
struct CodesPage {
    page: Frame,
    done: Option<Done>,
    problem: Option<&'static str>,
    rows: Vec<CampaignRow>,
    form: CodeForm,
}

/// What came of the last button.
struct Done {
    said: String,
    /// Where the codes can be had, when some were issued.
    csv_href: Option<String>,
}

/// What was done just before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Came {
    issued: String,
    withdrawn: String,
}

/// Which campaign.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    campaign: String,
}

/// `GET /codes`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(came): Query<Came>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let form = CodeForm::of(words, regions(&app).await?, CodeInput::fresh());
    let mut page = filled(&app, signed_in.frame, form).await?;
    page.done = done(words, &page.rows, &came);
    show(&page)
}

/// `POST /codes`
pub(crate) async fn issue(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(input): OwnForm<CodeInput>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let mut form = CodeForm::of(words, regions(&app).await?, input);
    if let Some(new) = form.read(words, &calendar, &signed_in.user.name)? {
        if codes::issue(app.store(), &new.campaign, &new.codes).await? == Change::Made {
            let address = with("/codes", "issued", &new.campaign.campaign);
            return Ok(Redirect::to(&address).into_response());
        }
        let sentence = words.pick(
            "There is such a code already; please take another one.",
            "已有这个优惠码，请换一个。",
        );
        form.note("code", sentence);
    }
    let mut page = filled(&app, signed_in.frame, form).await?;
    page.problem = Some(words.fields_wrong);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response())
}

/// `POST /codes/withdraw`
pub(crate) async fn withdraw(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(chosen): OwnForm<Chosen>,
) -> Result<Response, PageError> {
    let now = surroundings::now(&app);
    let (store, who) = (app.store(), &signed_in.user.name);
    // Whoever was first: it counts no more.
    let _ = codes::withdraw(store, &chosen.campaign, who, now).await?;
    let address = with("/codes", "withdrawn", &chosen.campaign);
    Ok(Redirect::to(&address).into_response())
}

async fn regions(app: &App) -> Result<Vec<String>, PageError> {
    let kiosks = kiosks::all(app.store()).await?;
    let mut regions: Vec<String> = kiosks.into_iter().map(|kiosk| kiosk.region).collect();
    regions.retain(|region| !region.is_empty());
    regions.sort();
    regions.dedup();
    Ok(regions)
}

async fn filled(app: &App, frame: Frame, form: CodeForm) -> Result<CodesPage, PageError> {
    let calendar = surroundings::calendar(app);
    let campaigns = codes::campaigns(app.store()).await?;
    let words = frame.words;
    Ok(CodesPage {
        done: None,
        problem: None,
        rows: campaigns
            .into_iter()
            .map(|one| CampaignRow::of(words, &calendar, one))
            .collect(),
        form,
        page: frame,
    })
}

fn done(words: &Words, rows: &[CampaignRow], came: &Came) -> Option<Done> {
    let row = |campaign: &str| rows.iter().find(|row| row.campaign == campaign);
    if let Some(issued) = row(&came.issued) {
        let codes = &issued.codes;
        return Some(Done {
            said: words.pick(format!("Issued: {codes}."), format!("已发放：{codes}。")),
            csv_href: Some(with("/codes.csv", "campaign", &issued.campaign)),
        });
    }
    let withdrawn = row(&came.withdrawn)?;
    let name = &withdrawn.name;
    Some(Done {
        said: words.pick(
            format!("Withdrawn: {name}. Payments that are under way go on."),
            format!("已撤回“{name}”，正在进行的付款不受影响。"),
        ),
        csv_href: None,
    })
}

fn with(path: &str, field: &str, value: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(field, value)
        .finish();
    format!("{path}?{query}")
}
