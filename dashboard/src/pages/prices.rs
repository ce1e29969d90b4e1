//! Prices, discounts and intervals of the whole fleet, prices and discounts of one region: looked
//! at, tried on a basket, saved, and handed to every kiosk that they concern.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::App;
use crate::store::{Change, heartbeats, kiosks, settings};

use super::form::OwnForm;
use super::frame::Frame;
use super::password;
use super::price_form::PriceForm;
use super::price_input::PriceInput;
use super::price_scope::{Scope, ScopeTab};
use super::problem::{PageError, show};
use super::sample::{Basket, BasketInput, Sample};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;

#[derive(Template)]
#[template(path = "prices.html")]
struct PricesPage {
    page: Frame,
    in_force: String,
    saved: Option<String>,
    problem: Option<String>,
    tabs: Vec<ScopeTab>,
    region: Option<String>,
    form: PriceForm,
    /// When the basket to try is bought.
    bought_at: String,
    sample: Sample,
}

#[derive(Template)]
#[template(path = "sample.html")]
struct SamplePart {
    w: &'static Words,
    sample: Sample,
}

/// Which row is asked for beside what was typed.
#[derive(Deserialize)]
pub(crate) struct Rows {
    #[serde(default)]
    add: String,
    #[serde(default)]
    remove: String,
    #[serde(flatten)]
    input: PriceInput,
}

/// A basket to try beside what was typed.
#[derive(Deserialize)]
pub(crate) struct Tried {
    #[serde(flatten)]
    basket: BasketInput,
    #[serde(flatten)]
    input: PriceInput,
}

/// Whose prices, and what was saved just before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    region: String,
    saved: String,
}

/// `GET /prices?region=North`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let scope = Scope::of(&app, &asked.region).await?;
    let calendar = surroundings::calendar(&app);
    let tried = Basket::usual(&calendar);
    let (have, all) = kiosks_that_have(&app, &scope).await?;
    let saved = (!asked.saved.is_empty()).then(|| {
        words.pick(
            format!("Saved. {have} of {all} kiosks have it already."),
            format!("已保存，{all} 台自助机中已有 {have} 台生效。"),
        )
    });
    let now = &scope.saved.settings;
    let sample = Sample::of(words, &tried, now, now);
    let form = PriceForm::of(words, &calendar, &scope);
    let page = PricesPage {
        saved,
        ..filled(&app, signed_in.frame, &scope, form, sample).await?
    };
    show(&page)
}

/// `POST /prices`
pub(crate) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(input): OwnForm<PriceInput>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let scope = Scope::of(&app, input.region()).await?;
    let calendar = surroundings::calendar(&app);
    let tried = Basket::usual(&calendar);
    let input = input.within(&calendar, &scope);
    let (status, problem, form, sample) = match input.check(words, &calendar, &scope.saved) {
        Err(form) => {
            let sample = Sample::none(words);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (status, words.fields_wrong.to_owned(), *form, sample)
        }
        Ok(mut desired) => {
            if let Some(problem) = scope.misfit(&app, words, &desired).await? {
                let form = PriceForm::filled(words, &scope.saved, &input);
                let sample = Sample::of(words, &tried, &scope.saved.settings, &desired);
                (StatusCode::UNPROCESSABLE_ENTITY, problem, form, sample)
            } else {
                if let Some(password) = input.new_service_password() {
                    desired.service_password_hash = Some(password::hash(password).await?);
                }
                let user = &signed_in.user;
                let change = scope
                    .save(&app, &desired, input.own(), input.based_on(), &user.name)
                    .await?;
                if change == Change::Made {
                    tracing::info!(
                        user.id = user.user_id,
                        region = scope.region.as_deref().unwrap_or("all"),
                        "new prices and settings were saved"
                    );
                    tell_kiosks(&app, &scope).await?;
                    return Ok(saved(&scope));
                }
                let now = &scope.saved.settings;
                let form = PriceForm::of(words, &calendar, &scope);
                let sample = Sample::of(words, &tried, now, now);
                let problem = words.prices_moved.to_owned();
                (StatusCode::CONFLICT, problem, form, sample)
            }
        }
    };
    let form = form.with_origins(words, &calendar, &scope);
    let page = PricesPage {
        problem: Some(problem),
        ..filled(&app, signed_in.frame, &scope, form, sample).await?
    };
    Ok((status, show(&page)?).into_response())
}

/// `POST /prices/sample`: what the typed prices would cost, before they are saved.
pub(crate) async fn sample(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(Tried { basket, input }): OwnForm<Tried>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let scope = Scope::of(&app, input.region()).await?;
    let calendar = surroundings::calendar(&app);
    let input = input.within(&calendar, &scope);
    let sample = match input.check(words, &calendar, &scope.saved) {
        Ok(desired) => {
            let tried = basket.basket(&calendar);
            Sample::of(words, &tried, &scope.saved.settings, &desired)
        }
        Err(form) => match form.first_problem() {
            Some(problem) => Sample::wrong(problem),
            None => Sample::none(words),
        },
    };
    show(&SamplePart { w: words, sample })
}

/// `POST /prices/rows`: the same form with a row more or less. Nothing is saved.
pub(crate) async fn rows(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(Rows { add, remove, input }): OwnForm<Rows>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let scope = Scope::of(&app, input.region()).await?;
    let calendar = surroundings::calendar(&app);
    let input = input.with_rows(&add, &remove).within(&calendar, &scope);
    let form = PriceForm {
        // What somebody else saved meanwhile was not looked at.
        based_on: input.based_on(),
        ..PriceForm::filled(words, &scope.saved, &input).with_origins(words, &calendar, &scope)
    };
    let sample = Sample::none(words);
    show(&filled(&app, signed_in.frame, &scope, form, sample).await?)
}

/// The page around a form.
async fn filled(
    app: &App,
    frame: Frame,
    scope: &Scope,
    form: PriceForm,
    sample: Sample,
) -> Result<PricesPage, PageError> {
    let words = frame.words;
    let (have, all) = kiosks_that_have(app, scope).await?;
    Ok(PricesPage {
        in_force: in_force(app, words, scope, have, all),
        saved: None,
        problem: None,
        tabs: scope.tabs(words),
        region: scope.region.clone(),
        bought_at: bought_now(app),
        form,
        sample,
        page: frame,
    })
}

/// Back to the page, which then says how many kiosks have it.
fn saved(scope: &Scope) -> Response {
    let href = scope.href();
    let sign = if scope.region.is_some() { '&' } else { '?' };
    Redirect::to(&format!("{href}{sign}saved=1")).into_response()
}

/// This moment, as the field for it wants it.
fn bought_now(app: &App) -> String {
    let calendar = surroundings::calendar(app);
    calendar.to_type(calendar.now())
}

/// The kiosks of the scope.
async fn kiosks_of(app: &App, scope: &Scope) -> Result<Vec<kiosks::Kiosk>, PageError> {
    let mut kiosks = kiosks::all(app.store()).await?;
    if let Some(region) = &scope.region {
        kiosks.retain(|kiosk| kiosk.region == *region);
    }
    Ok(kiosks)
}

async fn tell_kiosks(app: &App, scope: &Scope) -> Result<(), PageError> {
    let versions = settings::versions(app.store()).await?;
    for kiosk in kiosks_of(app, scope).await? {
        surroundings::settings_changed(app, &kiosk.kiosk, versions.of(&kiosk.kiosk));
    }
    Ok(())
}

/// How many kiosks have applied what they should have, by their own word; and of how many.
async fn kiosks_that_have(app: &App, scope: &Scope) -> Result<(usize, usize), PageError> {
    let versions = settings::versions(app.store()).await?;
    let mut kiosks = kiosks_of(app, scope).await?;
    kiosks.retain(|kiosk| kiosk.revoked_at.is_none());
    let beats = heartbeats::all(app.store()).await?;
    let have = kiosks
        .iter()
        .filter(|kiosk| {
            beats.iter().any(|last| {
                last.kiosk == kiosk.kiosk
                    && last.heartbeat.settings_version >= versions.of(&kiosk.kiosk)
            })
        })
        .count();
    Ok((have, kiosks.len()))
}

fn in_force(app: &App, words: &Words, scope: &Scope, have: usize, all: usize) -> String {
    let now = &scope.saved;
    let applied = words.pick(
        format!("{have} of {all} kiosks have the newest version."),
        format!("{all} 台自助机中有 {have} 台已是最新版本。"),
    );
    let Some(at) = now.saved_at else {
        return match &scope.region {
            Some(region) => words.pick(
                format!("{region} has nothing of its own yet: all of it is the fleet's. {applied}"),
                format!("“{region}”还没有单独设置，全部沿用统一设置。{applied}"),
            ),
            None => words.pick(
                format!("These are the starting values; nobody has changed them yet. {applied}"),
                format!("当前是初始值，还没有人修改过。{applied}"),
            ),
        };
    };
    let at = surroundings::calendar(app).short(words, at);
    let by = now.saved_by.as_deref().unwrap_or("Minilab");
    words.pick(
        format!("Version {}, saved {at} by {by}. {applied}", now.version),
        format!("版本 {}，{by} 于 {at} 保存。{applied}", now.version),
    )
}
