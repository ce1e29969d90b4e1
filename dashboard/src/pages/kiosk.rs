//! One kiosk: what it says, what it should have, what it sold, and where it stands.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use order::{PrintSize, Settings, Timestamp};
use serde::Deserialize;
use wire::heartbeat::{Heartbeat, PrinterCondition};

use crate::App;
use crate::store::kiosks::Kiosk;
use crate::store::reports::{OrdersAsked, Span};
use crate::store::settings;

use super::calendar::Calendar;
use super::fleet::{self, Line, Member, PAPER_LOW};
use super::form::OwnForm;
use super::frame::Frame;
use super::health::Tone;
use super::money_state::{self, OrderRow};
use super::place::{self, PlaceFields};
use super::price_scope;
use super::problem::{PageError, show};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;
use super::words::money::{grouped, shown};

/// Orders on the page.
const MOST_ORDERS: i64 = 10;

/// A clock that is further off than this makes facts hard to read, ms.
const CLOCK_OFF_MS: i64 = 2 * 60 * 1000;

#[derive(Template)]
#[template(path = "kiosk.html")]
struct KioskPage {
    page: Frame,
    id: String,
    name: String,
    place_line: String,
    tone: Tone,
    status: &'static str,
    saved: Option<&'static str>,
    help: Option<String>,
    heartbeat: Vec<Line>,
    printer: Vec<Line>,
    settings: Vec<Line>,
    /// Where the prices that hold here are changed.
    prices_href: String,
    orders: Vec<OrderRow>,
    place: PlaceFields,
}

/// What was saved just before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// What was typed.
#[derive(Debug, Deserialize)]
pub(crate) struct PlaceForm {
    name: String,
    site: String,
    region: String,
}

/// `GET /kiosks/{kiosk}`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Query(saved): Query<Saved>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let saved = match saved.saved.as_str() {
        "paired" => Some(words.paired_now),
        "place" => Some(words.place_saved),
        _ => None,
    };
    let members = fleet::load(&app, &surroundings::calendar(&app)).await?;
    let member = find(&members, &id)?;
    let kiosk = &member.kiosk;
    let fields = PlaceFields::filled(&kiosk.name, &kiosk.site, &kiosk.region, &members);
    let page = kiosk_page(&app, signed_in.frame, &members, member, fields).await?;
    show(&KioskPage { saved, ..page })
}

/// `POST /kiosks/{kiosk}`
pub(crate) async fn rename(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    OwnForm(form): OwnForm<PlaceForm>,
) -> Result<Response, PageError> {
    let members = fleet::load(&app, &surroundings::calendar(&app)).await?;
    let member = find(&members, &id)?;
    let fields = PlaceFields::filled(&form.name, &form.site, &form.region, &members)
        .checked(signed_in.frame.words);
    if !fields.is_fine() {
        let page = kiosk_page(&app, signed_in.frame, &members, member, fields).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page)?).into_response());
    }
    let kiosk = &member.kiosk.kiosk;
    place::save(&app, kiosk, &fields, &signed_in.user.name).await?;
    tracing::info!(kiosk.id = %kiosk, "a kiosk's name and place were saved");
    Ok(Redirect::to(&format!("/kiosks/{kiosk}?saved=place")).into_response())
}

fn find<'a>(members: &'a [Member], id: &str) -> Result<&'a Member, PageError> {
    members
        .iter()
        .find(|member| member.kiosk.kiosk.as_str() == id)
        .ok_or(PageError::NotFound)
}

async fn kiosk_page(
    app: &App,
    frame: Frame,
    members: &[Member],
    member: &Member,
    fields: PlaceFields,
) -> Result<KioskPage, PageError> {
    let words = frame.words;
    let calendar = surroundings::calendar(app);
    let now = calendar.now();
    let kiosk = &member.kiosk;
    let desired = settings::of(app.store(), &kiosk.kiosk).await?;
    let last = member.last.as_ref();
    let beat = last.map(|last| &last.heartbeat);
    let asked = OrdersAsked {
        span: Span {
            from: Timestamp::from_ms(0),
            to: now.plus_ms(24 * 60 * 60 * 1000),
        },
        kiosk: Some(kiosk.kiosk.clone()),
        region: None,
        most: MOST_ORDERS,
        skip: 0,
    };
    let all: Vec<Kiosk> = members.iter().map(|member| member.kiosk.clone()).collect();
    Ok(KioskPage {
        id: kiosk.kiosk.to_string(),
        name: kiosk.name.clone(),
        place_line: fleet::place(kiosk),
        prices_href: match kiosk.region.as_str() {
            "" => "/prices".to_owned(),
            region => price_scope::address(region),
        },
        tone: member.health.tone(),
        status: member.health.word(words),
        saved: None,
        help: member.health.cause(words, now),
        heartbeat: heartbeat_lines(words, &calendar, member, &desired),
        printer: beat.map_or_else(
            || vec![Line::plain(words.condition, words.unknown)],
            |beat| printer_lines(words, beat),
        ),
        settings: settings_lines(words, beat, &desired),
        orders: money_state::rows(app, words, &calendar, &all, &asked).await?,
        place: fields,
        page: frame,
    })
}

fn heartbeat_lines(
    words: &Words,
    calendar: &Calendar,
    member: &Member,
    desired: &Settings,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let interval_ms = i64::from(desired.heartbeat_interval_s) * 1000;
    if let Some(last) = &member.last {
        let beat = &last.heartbeat;
        let tone = if member.health.tone() == Tone::Stop {
            Tone::Stop
        } else {
            Tone::Plain
        };
        let ago = words.ago(last.received_at, calendar.now());
        lines.push(Line::toned(words.last, ago, tone));
        lines.push(Line::plain(words.every, words.span(interval_ms)));
        lines.push(clock_line(words, beat.at.ms_since(last.received_at)));
        lines.push(Line::plain(words.software, beat.software_version.clone()));
        lines.push(Line::plain(words.to_upload, grouped(beat.facts_pending)));
        lines.push(Line::plain(words.orders_open, beat.orders_open.to_string()));
        if let Some(bytes) = beat.disk_free_bytes {
            let gigabytes = format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10);
            lines.push(Line::plain(words.disk_free, gigabytes));
        }
    } else {
        lines.push(Line::plain(words.last, "—"));
        lines.push(Line::plain(words.every, words.span(interval_ms)));
    }
    let paired = calendar.short(words, member.kiosk.paired_at);
    lines.push(Line::plain(words.paired, paired));
    lines
}

fn clock_line(words: &Words, off_ms: i64) -> Line {
    if off_ms.abs() < CLOCK_OFF_MS {
        return Line::plain(words.clock, words.pick("Right", "准确"));
    }
    let span = words.span(off_ms.abs());
    let text = if off_ms > 0 {
        words.pick(format!("{span} fast"), format!("快 {span}"))
    } else {
        words.pick(format!("{span} slow"), format!("慢 {span}"))
    };
    Line::toned(words.clock, text, Tone::Warn)
}

fn printer_lines(words: &Words, beat: &Heartbeat) -> Vec<Line> {
    let printer = &beat.printer;
    let (condition, tone) = match printer.condition {
        PrinterCondition::Working => (words.working, Tone::Done),
        PrinterCondition::Stopped => (words.stopped, Tone::Stop),
        PrinterCondition::Offline => (words.offline, Tone::Stop),
    };
    let mut lines = vec![Line::toned(words.condition, condition, tone)];
    if !printer.reasons.is_empty() {
        let said: Vec<String> = printer
            .reasons
            .iter()
            .map(|reason| words.printer_reason(reason))
            .collect();
        lines.push(Line::plain(
            words.reasons,
            said.join(words.pick(", ", "、")),
        ));
    }
    let left = match printer.prints_left {
        None => Line::plain(words.prints_left, words.unknown),
        Some(left) if left < PAPER_LOW => {
            Line::toned(words.prints_left, left.to_string(), Tone::Warn)
        }
        Some(left) => Line::plain(words.prints_left, left.to_string()),
    };
    lines.push(left);
    let sizes: Vec<&str> = PrintSize::ALL
        .into_iter()
        .filter(|size| printer.sizes_ready.contains(size))
        .map(|size| words.size_name(size))
        .collect();
    lines.push(if sizes.is_empty() {
        Line::toned(words.sizes_ready, words.nothing, Tone::Warn)
    } else {
        Line::plain(words.sizes_ready, sizes.join(words.pick(", ", "、")))
    });
    lines
}

fn settings_lines(words: &Words, beat: Option<&Heartbeat>, desired: &Settings) -> Vec<Line> {
    let version = match beat.map(|beat| beat.settings_version) {
        Some(applied) if applied >= desired.version => {
            Line::plain(words.version, applied.to_string())
        }
        Some(applied) => Line::toned(
            words.version,
            format!("{applied} → {}", desired.version),
            Tone::Warn,
        ),
        None => Line::plain(words.version, format!("— → {}", desired.version)),
    };
    let discount = desired.discount.map_or_else(
        || words.nothing.to_owned(),
        |discount| words.discount_said(discount),
    );
    let window = words.span(i64::from(desired.payment_window_s) * 1000);
    let mut lines = vec![version];
    let prices = desired.prices.sold();
    lines.extend(
        prices.map(|(product, price)| Line::plain(words.product_name(product), shown(price))),
    );
    lines.push(Line::plain(words.discount, discount));
    lines.push(Line::plain(words.payment_window, window));
    lines
}
