//! The door: signing in and out, and the one-time link with which the first manager comes in.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use order::Timestamp;
use serde::Deserialize;
use thiserror::Error;

use crate::App;
use crate::extract::Client;
use crate::rates::Pace;
use crate::store::users::{self, NewUser};
use crate::store::{Change, Store, StoreError, web_sessions};

use super::form::OwnForm;
use super::frame::{Frame, Speech};
use super::password::{self, Verdict};
use super::problem::{PageError, show};
use super::signed_in::{SignedIn, inside, session_token};
use super::token::{Token, digest};
use super::words::Words;
use super::{cookie, surroundings};

/// How long a set-up link works, ms.
const SET_UP_FOR_MS: i64 = 24 * 60 * 60 * 1000;

/// The longest name of a manager, in characters.
const LONGEST_NAME: usize = 60;

/// Why an account was not made.
#[derive(Debug, Error)]
pub enum AccountError {
    /// The name is empty, too long, or holds control characters.
    #[error("a name has 1 to {LONGEST_NAME} characters")]
    Name,
    /// The password is too short or too long.
    #[error(
        "a password has {} to {} characters",
        password::SHORTEST,
        password::LONGEST
    )]
    Password,
    /// Somebody has that name.
    #[error("there is somebody of that name already")]
    NameTaken,
    /// The password could not be hashed.
    #[error("{0}")]
    Hash(String),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}

/// The path of a new set-up link, `/setup/...`, when nobody can sign in yet; an older link stops
/// working. The server prints it at its start.
pub async fn set_up_path(store: &Store, now: Timestamp) -> Result<Option<String>, AccountError> {
    if users::count(store).await? > 0 {
        return Ok(None);
    }
    let token = Token::random()?;
    users::offer_set_up(store, &token.hash(), now.plus_ms(SET_UP_FOR_MS)).await?;
    Ok(Some(format!("/setup/{}", token.reveal())))
}

/// Adds a manager, for the command line.
pub async fn add_user(
    store: &Store,
    name: &str,
    password: String,
    now: Timestamp,
) -> Result<(), AccountError> {
    let name = checked_name(name).ok_or(AccountError::Name)?;
    if !is_long_enough(&password) {
        return Err(AccountError::Password);
    }
    let user_id = Token::random()?;
    let user = NewUser {
        user_id: user_id.reveal(),
        name: &name,
        password_hash: &password::hash(password)
            .await
            .map_err(|error| AccountError::Hash(error.to_string()))?,
    };
    match users::add(store, user, now).await? {
        Change::Made => Ok(()),
        Change::NotMade => Err(AccountError::NameTaken),
    }
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Frame,
    problem: Option<String>,
    name: String,
    next: String,
}

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage {
    page: Frame,
    name: String,
    name_problem: Option<&'static str>,
    password_problem: Option<&'static str>,
    again_problem: Option<&'static str>,
}

/// Where to go after signing in.
#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

/// What was typed at the door.
#[derive(Deserialize)]
pub(crate) struct SignInForm {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// What the first manager typed.
#[derive(Deserialize)]
pub(crate) struct SetUpForm {
    name: String,
    password: String,
    again: String,
}

/// `GET /sign-in`
pub(crate) async fn sign_in_page(
    State(app): State<App>,
    Speech(words): Speech,
    signed_in: Option<SignedIn>,
    Query(query): Query<Next>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if signed_in.is_some() {
        return Ok(Redirect::to(&inside(&query.next)).into_response());
    }
    let visit = visit(&headers)?;
    let page = SignInPage {
        page: door(words, &visit, "/sign-in"),
        problem: None,
        name: String::new(),
        next: query.next,
    };
    Ok(with_visit(&app, &visit, show(&page)?))
}

/// `POST /sign-in`
pub(crate) async fn sign_in(
    State(app): State<App>,
    Speech(words): Speech,
    Client(address): Client,
    headers: HeaderMap,
    OwnForm(form): OwnForm<SignInForm>,
) -> Result<Response, PageError> {
    let now = surroundings::now(&app);
    let store = app.store();
    let name_hash = digest("minilab sign-in", form.name.trim());
    let failures = users::failures(store, &name_hash).await?;
    let wait = match app.rates().sign_ins.spend(address, now) {
        Pace::TooFast { retry_after_s } => Some(i64::from(retry_after_s) * 1000),
        Pace::Fine => password::wait_ms(failures, now),
    };
    let problem = match wait {
        Some(wait) => too_often(words, wait),
        None => {
            let found = users::by_name(store, form.name.trim()).await?;
            let (user, hash) = found.unzip();
            let verdict = password::check(form.password, hash).await?;
            if let (Verdict::Right, Some(user)) = (verdict, user) {
                users::forget_failures(store, &name_hash).await?;
                tracing::info!(user.id = user.user_id, "a manager signed in");
                return open_session(&app, &headers, &user.user_id, &inside(&form.next)).await;
            }
            let forget = now.plus_ms(-password::FORGET_AFTER_MS);
            users::note_failure(store, &name_hash, now, forget).await?;
            words.sign_in_wrong.to_owned()
        }
    };
    let visit = visit(&headers)?;
    let page = SignInPage {
        page: door(words, &visit, "/sign-in"),
        problem: Some(problem),
        name: form.name,
        next: form.next,
    };
    let status = match wait {
        Some(_) => StatusCode::TOO_MANY_REQUESTS,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(with_visit(
        &app,
        &visit,
        (status, show(&page)?).into_response(),
    ))
}

/// `POST /sign-out`
pub(crate) async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
    OwnForm(Next { .. }): OwnForm<Next>,
) -> Result<Response, PageError> {
    if let Some(token) = session_token(&headers) {
        web_sessions::close(app.store(), &token.hash()).await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    if let Some(line) = cookie::set(&app, cookie::SESSION, "", 0) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    Ok(response)
}

/// `GET /setup/{token}`
pub(crate) async fn set_up_page(
    State(app): State<App>,
    Speech(words): Speech,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let link = Token::brought(&token).ok_or(PageError::LinkDead)?;
    if !users::set_up_is_open(app.store(), &link.hash(), surroundings::now(&app)).await? {
        return Err(PageError::LinkDead);
    }
    let visit = visit(&headers)?;
    let page = SetUpPage {
        page: door(words, &visit, &format!("/setup/{token}")),
        name: String::new(),
        name_problem: None,
        password_problem: None,
        again_problem: None,
    };
    Ok(with_visit(&app, &visit, show(&page)?))
}

/// `POST /setup/{token}`
pub(crate) async fn set_up(
    State(app): State<App>,
    Speech(words): Speech,
    Path(token): Path<String>,
    headers: HeaderMap,
    OwnForm(form): OwnForm<SetUpForm>,
) -> Result<Response, PageError> {
    let now = surroundings::now(&app);
    let link = Token::brought(&token).ok_or(PageError::LinkDead)?;
    if !users::set_up_is_open(app.store(), &link.hash(), now).await? {
        return Err(PageError::LinkDead);
    }
    let name = checked_name(&form.name);
    let long_enough = is_long_enough(&form.password);
    let same = form.password == form.again;
    let (Some(name), true, true) = (&name, long_enough, same) else {
        let visit = visit(&headers)?;
        let page = SetUpPage {
            page: door(words, &visit, &format!("/setup/{token}")),
            name_problem: name.is_none().then_some(words.name_needed),
            password_problem: (!long_enough).then_some(words.password_short),
            again_problem: (long_enough && !same).then_some(words.passwords_differ),
            name: form.name,
        };
        let response = (StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response();
        return Ok(with_visit(&app, &visit, response));
    };
    let user_id = Token::random()?;
    let user = NewUser {
        user_id: user_id.reveal(),
        name,
        password_hash: &password::hash(form.password).await?,
    };
    match users::set_up(app.store(), &link.hash(), user, now).await? {
        Change::Made => {
            tracing::info!("the first manager was created; the set-up link is used up");
            open_session(&app, &headers, user_id.reveal(), "/").await
        }
        Change::NotMade => Err(PageError::LinkDead),
    }
}

/// Signs this browser in under a token it never had before.
async fn open_session(
    app: &App,
    headers: &HeaderMap,
    user_id: &str,
    next: &str,
) -> Result<Response, PageError> {
    if let Some(old) = session_token(headers) {
        web_sessions::close(app.store(), &old.hash()).await?;
    }
    let token = Token::random()?;
    web_sessions::open(app.store(), &token.hash(), user_id, surroundings::now(app)).await?;
    let mut response = Redirect::to(next).into_response();
    let lifetime_s = web_sessions::ABSOLUTE_LIMIT_MS / 1000;
    let lines = [
        cookie::set(app, cookie::SESSION, token.reveal(), lifetime_s),
        cookie::set(app, cookie::VISIT, "", 0),
    ];
    for line in lines.into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, line);
    }
    Ok(response)
}

fn door(words: &'static Words, visit: &Token, here: &str) -> Frame {
    Frame {
        words,
        csrf: visit.form_token(),
        user_name: String::new(),
        here: here.to_owned(),
    }
}

fn visit(headers: &HeaderMap) -> Result<Token, PageError> {
    let brought = cookie::read(headers, cookie::VISIT).and_then(Token::brought);
    brought.map_or_else(|| Ok(Token::random()?), Ok)
}

fn with_visit(app: &App, visit: &Token, mut response: Response) -> Response {
    let lifetime_s = SET_UP_FOR_MS / 1000;
    if let Some(line) = cookie::set(app, cookie::VISIT, visit.reveal(), lifetime_s) {
        response.headers_mut().append(SET_COOKIE, line);
    }
    response
}

fn too_often(words: &Words, wait_ms: i64) -> String {
    let span = words.span(wait_ms.max(1_000));
    words.pick(
        format!("Too many tries. Please wait {span}, then try again."),
        format!("尝试次数太多，请等 {span}后再试。"),
    )
}

fn checked_name(typed: &str) -> Option<String> {
    let name = typed.trim();
    let length = name.chars().count();
    let fine = (1..=LONGEST_NAME).contains(&length) && !name.chars().any(char::is_control);
    fine.then(|| name.to_owned())
}

fn is_long_enough(password: &str) -> bool {
    (password::SHORTEST..=password::LONGEST).contains(&password.chars().count())
}
