//! Prices, discount and intervals of the whole fleet: looked at, tried on a basket, saved, and
//! handed to every kiosk.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::App;
use crate::store::settings::{self, SavedSettings};
use crate::store::{Change, heartbeats, kiosks};

use super::form::OwnForm;
use super::frame::Frame;
use super::password;
use super::price_form::{PriceForm, PriceInput};
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
    problem: Option<&'static str>,
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

/// What was saved just before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// `GET /prices`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(saved): Query<Saved>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let now = settings::fleet(app.store()).await?;
    let tried = Basket::usual(&surroundings::calendar(&app));
    let (have, all) = kiosks_that_have(&app).await?;
    let saved = (!saved.saved.is_empty()).then(|| {
        words.pick(
            format!("Saved. {have} of {all} kiosks have it already."),
            format!("已保存，{all} 台自助机中已有 {have} 台生效。"),
        )
    });
    show(&PricesPage {
        in_force: in_force(&app, words, &now, have, all),
        saved,
        problem: None,
        bought_at: bought_now(&app),
        form: PriceForm::of(words, &surroundings::calendar(&app), &now),
        sample: Sample::of(words, &tried, &now.settings, &now.settings),
        page: signed_in.frame,
    })
}

/// `POST /prices`
pub(crate) async fn save(
    State(app): State<App>,
    signed_in: SignedIn,
    OwnForm(input): OwnForm<PriceInput>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let before = settings::fleet(app.store()).await?;
    let (have, all) = kiosks_that_have(&app).await?;
    let calendar = surroundings::calendar(&app);
    let tried = Basket::usual(&calendar);
    let checked = input.check(words, &calendar, &before);
    let (status, problem, form, sample) = match checked {
        Err(form) => {
            let sample = Sample::none(words);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (status, words.fields_wrong, *form, sample)
        }
        Ok(mut desired) => {
            if let Some(password) = input.new_service_password() {
                desired.service_password_hash = Some(password::hash(password).await?);
            }
            let user = &signed_in.user;
            let now = surroundings::now(&app);
            let change =
                settings::save_fleet(app.store(), input.based_on(), &desired, &user.name, now)
                    .await?;
            if change == Change::Made {
                tracing::info!(user.id = user.user_id, "new prices and settings were saved");
                tell_every_kiosk(&app).await?;
                return Ok(Redirect::to("/prices?saved=1").into_response());
            }
            let form = PriceForm::of(words, &calendar, &before);
            let sample = Sample::of(words, &tried, &before.settings, &before.settings);
            (StatusCode::CONFLICT, words.prices_moved, form, sample)
        }
    };
    let page = PricesPage {
        in_force: in_force(&app, words, &before, have, all),
        saved: None,
        problem: Some(problem),
        bought_at: bought_now(&app),
        form,
        sample,
        page: signed_in.frame,
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
    let before = settings::fleet(app.store()).await?;
    let calendar = surroundings::calendar(&app);
    let sample = match input.check(words, &calendar, &before) {
        Ok(desired) => {
            let tried = basket.basket(&calendar);
            Sample::of(words, &tried, &before.settings, &desired)
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
    let saved = settings::fleet(app.store()).await?;
    let (have, all) = kiosks_that_have(&app).await?;
    let input = input.with_rows(&add, &remove);
    let based_on = input.based_on();
    let form = PriceForm::filled(words, &saved, &input);
    show(&PricesPage {
        in_force: in_force(&app, words, &saved, have, all),
        saved: None,
        problem: None,
        bought_at: bought_now(&app),
        // What somebody else saved meanwhile was not looked at.
        form: PriceForm { based_on, ..form },
        sample: Sample::none(words),
        page: signed_in.frame,
    })
}

/// This moment, as the field for it wants it.
fn bought_now(app: &App) -> String {
    let calendar = surroundings::calendar(app);
    calendar.to_type(calendar.now())
}

async fn tell_every_kiosk(app: &App) -> Result<(), PageError> {
    let versions = settings::versions(app.store()).await?;
    for kiosk in kiosks::all(app.store()).await? {
        surroundings::settings_changed(app, &kiosk.kiosk, versions.of(&kiosk.kiosk));
    }
    Ok(())
}

/// How many kiosks have applied what they should have, by their own word; and of how many.
async fn kiosks_that_have(app: &App) -> Result<(usize, usize), PageError> {
    let versions = settings::versions(app.store()).await?;
    let kiosks = kiosks::all(app.store()).await?;
    let beats = heartbeats::all(app.store()).await?;
    let current: Vec<_> = kiosks
        .iter()
        .filter(|kiosk| kiosk.revoked_at.is_none())
        .collect();
    let have = current
        .iter()
        .filter(|kiosk| {
            beats.iter().any(|last| {
                last.kiosk == kiosk.kiosk
                    && last.heartbeat.settings_version >= versions.of(&kiosk.kiosk)
            })
        })
        .count();
    Ok((have, current.len()))
}

fn in_force(app: &App, words: &Words, now: &SavedSettings, have: usize, all: usize) -> String {
    let applied = words.pick(
        format!("{have} of {all} kiosks have the newest version."),
        format!("{all} 台自助机中有 {have} 台已是最新版本。"),
    );
    let Some(at) = now.saved_at else {
        return words.pick(
            format!("These are the starting values; nobody has changed them yet. {applied}"),
            format!("当前是初始值，还没有人修改过。{applied}"),
        );
    };
    let at = surroundings::calendar(app).short(words, at);
    let by = now.saved_by.as_deref().unwrap_or("Minilab");
    words.pick(
        format!("Version {}, saved {at} by {by}. {applied}", now.version),
        format!("版本 {}，{by} 于 {at} 保存。{applied}", now.version),
    )
}
