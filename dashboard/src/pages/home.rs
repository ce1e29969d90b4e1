//! The first page: is everything well, what did we earn, where does paper run out.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use order::{KioskId, Money};

use crate::App;
use crate::store::worries::Worry;
use crate::store::{reports, worries};

use super::calendar::Calendar;
use super::fleet::{self, FleetRow, Member, PAPER_LOW};
use super::frame::Frame;
use super::health::{Health, Tone};
use super::problem::{PageError, show};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;
use super::words::money::shown;

/// How many kiosks the first page lists before it sends the reader to the list.
const MOST_ROWS: usize = 50;

/// How many alarms and printers fit beside each other.
const MOST_ALARMS: usize = 6;
const MOST_PAPERS: usize = 7;

/// Prints of a full cassette and roll, for the length of the bar only.
const FULL: u32 = 400;

/// Days of the chart.
const DAYS: i64 = 14;

/// A refund that takes longer than this is worth a look, ms.
const REFUND_LATE_MS: i64 = 24 * 60 * 60 * 1000;

/// A payment must be decided so soon after the customer's time is over, ms.
const DECIDE_WITHIN_MS: i64 = 2 * 60 * 1000;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: Frame,
    no_kiosks: bool,
    headline: String,
    now: String,
    alarms: Vec<Alarm>,
    alarm_count: usize,
    earned: Earned,
    paper: Vec<PaperRow>,
    paper_note: String,
    rows: Vec<FleetRow>,
    all_kiosks: String,
}

/// Something that a person should do now.
#[derive(Debug)]
struct Alarm {
    tone: Tone,
    href: String,
    who: String,
    cause: String,
    age: String,
    rank: (u8, i64),
}

#[derive(Debug)]
struct Earned {
    href: String,
    today: String,
    last_week: String,
    last_week_href: String,
    days_json: String,
    minor_json: String,
    links_json: String,
    in_words: String,
    regions: Vec<RegionRow>,
}

#[derive(Debug)]
struct RegionRow {
    name: String,
    amount: String,
    percent: i64,
    href: String,
}

#[derive(Debug)]
struct PaperRow {
    id: String,
    name: String,
    left: u32,
    tone: Tone,
    percent: u32,
}

/// `GET /`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let members = fleet::load(&app, &calendar).await?;
    let alarms = alarms(&app, words, &calendar, &members).await?;
    let trouble = members
        .iter()
        .filter(|member| member.health.is_trouble())
        .count();
    let alarm_count = alarms.len();
    let page = HomePage {
        no_kiosks: members.is_empty(),
        headline: words.headline(trouble, members.len()),
        now: calendar.long(words, calendar.now()),
        alarms: alarms.into_iter().take(MOST_ALARMS).collect(),
        alarm_count,
        earned: earned(&app, words, &calendar, &members).await?,
        paper: papers(&members),
        paper_note: paper_note(words, &members),
        rows: members
            .iter()
            .take(MOST_ROWS)
            .map(|member| FleetRow::of(member, words, &calendar))
            .collect(),
        all_kiosks: words.kiosks_counted(members.len()),
        page: signed_in.frame,
    };
    show(&page)
}

async fn alarms(
    app: &App,
    words: &Words,
    calendar: &Calendar,
    members: &[Member],
) -> Result<Vec<Alarm>, PageError> {
    let now = calendar.now();
    let name_of = |kiosk: &KioskId| {
        members
            .iter()
            .find(|member| member.kiosk.kiosk == *kiosk)
            .map_or_else(|| kiosk.to_string(), |member| member.kiosk.name.clone())
    };
    let of_money = |worry: Worry, cause: String| Alarm {
        tone: Tone::Stop,
        href: format!("/orders/{}", worry.order),
        who: format!("{} · {}", name_of(&worry.kiosk), worry.order.receipt_code()),
        cause,
        age: words.span(now.ms_since(worry.since)),
        rank: (0, worry.since.ms()),
    };
    let mut alarms: Vec<Alarm> = Vec::new();
    for worry in worries::refunds(app.store(), now.plus_ms(-REFUND_LATE_MS)).await? {
        let amount = shown(worry.amount);
        let cause = words.pick(
            format!("A refund of {amount} did not go through. Please give it back by hand."),
            format!("{amount} 退款失败，请人工退款。"),
        );
        alarms.push(of_money(worry, cause));
    }
    for worry in worries::payments(app.store(), now.plus_ms(-DECIDE_WITHIN_MS)).await? {
        let amount = shown(worry.amount);
        let cause = words.pick(
            format!("Nobody knows yet whether {amount} was paid. We keep asking."),
            format!("{amount} 是否付款尚不清楚，系统会继续查询。"),
        );
        alarms.push(of_money(worry, cause));
    }
    for member in members.iter().filter(|member| member.health.is_trouble()) {
        let since = match (&member.health, &member.last) {
            (Health::Silent { since }, _) => *since,
            (_, Some(last)) => last.received_at,
            (_, None) => now,
        };
        alarms.push(Alarm {
            tone: member.health.tone(),
            href: format!("/kiosks/{}", member.kiosk.kiosk),
            who: member.kiosk.name.clone(),
            cause: member.health.cause(words, now).unwrap_or_default(),
            age: words.span(now.ms_since(since)),
            rank: (1 + member.health.rank(), since.ms()),
        });
    }
    alarms.sort_by_key(|alarm| alarm.rank);
    Ok(alarms)
}

async fn earned(
    app: &App,
    words: &Words,
    calendar: &Calendar,
    members: &[Member],
) -> Result<Earned, PageError> {
    let today = calendar.today();
    let mut days = Vec::new();
    let mut amounts = Vec::new();
    let mut links = Vec::new();
    for day in calendar.last_days(DAYS) {
        days.push(calendar.day_name(words, day));
        amounts.push(sum(app, calendar.day(day)).await?.minor());
        links.push(format!("/sales?by=orders&from={day}&to={day}"));
    }
    let now: Money = members.iter().map(|member| member.today).sum();
    let week_ago = sum(app, calendar.a_week_ago_until_now()).await?;
    let week_day = today.saturating_sub(jiff::Span::new().days(7));
    Ok(Earned {
        href: format!("/sales?by=orders&from={today}&to={today}"),
        today: shown(now),
        last_week: words.against_last_week(calendar.weekday(words, week_day), now, week_ago),
        last_week_href: format!("/sales?by=orders&from={week_day}&to={week_day}"),
        in_words: chart_in_words(words, &days, &amounts),
        days_json: serde_json::to_string(&days)?,
        minor_json: serde_json::to_string(&amounts)?,
        links_json: serde_json::to_string(&links)?,
        regions: regions(members, today),
    })
}

async fn sum(app: &App, span: reports::Span) -> Result<Money, PageError> {
    let sales = reports::by_kiosk(app.store(), span).await?;
    Ok(sales.iter().map(|(_, sales)| sales.ledger.earned()).sum())
}

fn regions(members: &[Member], today: jiff::civil::Date) -> Vec<RegionRow> {
    let mut by_region: BTreeMap<&str, Money> = BTreeMap::new();
    for member in members {
        let sum = by_region.entry(&member.kiosk.region).or_default();
        *sum = sum.plus(member.today);
    }
    let most = by_region.values().map(|sum| sum.minor()).max().unwrap_or(0);
    let mut rows: Vec<(&str, Money)> = by_region.into_iter().collect();
    rows.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    rows.into_iter()
        .take(5)
        .map(|(region, sum)| RegionRow {
            name: region.to_owned(),
            amount: shown(sum),
            percent: (sum.minor().max(0) * 100) / most.max(1),
            href: format!(
                "/sales?by=kiosk&from={today}&to={today}&{}",
                url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("region", region)
                    .finish()
            ),
        })
        .collect()
}

fn chart_in_words(words: &Words, days: &[String], amounts: &[i64]) -> String {
    let each: Vec<String> = days
        .iter()
        .zip(amounts)
        .map(|(day, minor)| format!("{day} {}", shown(Money::from_minor(*minor))))
        .collect();
    words.pick(
        format!("Earned in the last {DAYS} days: {}", each.join(", ")),
        format!("最近 {DAYS} 天营收：{}", each.join("，")),
    )
}

fn papers(members: &[Member]) -> Vec<PaperRow> {
    let mut rows: Vec<PaperRow> = members
        .iter()
        .filter_map(|member| {
            let left = member.prints_left()?;
            Some(PaperRow {
                id: member.kiosk.kiosk.to_string(),
                name: member.kiosk.name.clone(),
                left,
                tone: match left {
                    0 => Tone::Stop,
                    _ if left < PAPER_LOW => Tone::Warn,
                    _ => Tone::Plain,
                },
                percent: left.min(FULL) * 100 / FULL,
            })
        })
        .collect();
    rows.sort_by_key(|row| row.left);
    rows.truncate(MOST_PAPERS);
    rows
}

fn paper_note(words: &Words, members: &[Member]) -> String {
    let quiet = members
        .iter()
        .filter(|member| member.prints_left().is_none())
        .count();
    match quiet {
        0 => words
            .pick("Fewest prints left first.", "按剩余张数从少到多。")
            .to_owned(),
        1 => words
            .pick(
                "Fewest first; 1 kiosk does not say.",
                "从少到多；另有 1 台未上报。",
            )
            .to_owned(),
        _ => words.pick(
            format!("Fewest first; {quiet} kiosks do not say."),
            format!("从少到多；另有 {quiet} 台未上报。"),
        ),
    }
}
