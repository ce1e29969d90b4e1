//! Sales, folded from facts: by day, by kiosk, by size, and the orders behind every number.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use order::{KioskId, Money};
use serde::Deserialize;

use crate::App;
use crate::store::kiosks::{self, Kiosk};
use crate::store::reports::{self, OrdersAsked, Sales, Span};

use super::calendar::Calendar;
use super::fleet::Choice;
use super::frame::Frame;
use super::health::Tone;
use super::money_state::{self, OrderRow};
use super::problem::{PageError, show};
use super::sales_table::{self, SalesRow};
use super::signed_in::SignedIn;
use super::surroundings;
use super::words::Words;
use super::words::money::{grouped, shown};

/// Days shown when nobody said which.
const DAYS: i64 = 14;

/// The longest range: each day is added up anew.
const MOST_DAYS: i32 = 92;

/// Orders on one page.
const PER_PAGE: i64 = 50;

/// What is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub(crate) by: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) kiosk: String,
    pub(crate) region: String,
    page: String,
}

#[derive(Template)]
#[template(path = "sales.html")]
struct SalesPage {
    page: Frame,
    by: &'static str,
    from: String,
    to: String,
    csv_href: String,
    kiosk_choices: Vec<Choice>,
    region_choices: Vec<Choice>,
    totals: Vec<Tile>,
    views: Vec<View>,
    row_name: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<SalesRow>,
    orders: Vec<OrderRow>,
    page_number: i64,
    previous_href: Option<String>,
    next_href: Option<String>,
}

/// A number on top of the page.
#[derive(Debug)]
struct Tile {
    name: &'static str,
    value: String,
    tone: Tone,
    href: String,
}

/// A way to group.
#[derive(Debug)]
struct View {
    name: &'static str,
    href: String,
    here: bool,
}

/// A range of days and the kiosks that count.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) all: Vec<Kiosk>,
    kiosk: Option<KioskId>,
    region: Option<String>,
}

/// `GET /sales`
pub(crate) async fn page(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let words = signed_in.frame.words;
    let calendar = surroundings::calendar(&app);
    let scope = Scope::of(&app, &calendar, &asked).await?;
    let asked = asked.pinned(&scope);
    let total = scope
        .sum(&app, calendar.days(scope.first, scope.last))
        .await?;
    let by = asked.view();
    let number = asked.page.parse().unwrap_or(1).clamp(1, 10_000);
    let mut orders = Vec::new();
    let mut rows = Vec::new();
    match by {
        "kiosk" => rows = sales_table::by_kiosk(&app, words, &calendar, &scope, &asked).await?,
        "size" => rows = sales_table::by_product(words, &total, &asked),
        "orders" => {
            let asked = scope.orders(&calendar, PER_PAGE + 1, (number - 1) * PER_PAGE);
            orders = money_state::rows(&app, words, &calendar, &scope.all, &asked).await?;
        }
        _ => rows = sales_table::by_day(&app, words, &calendar, &scope, &asked).await?,
    }
    let more = i64::try_from(orders.len()).is_ok_and(|found| found > PER_PAGE);
    orders.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let turned = |page: i64| format!("{}&page={page}", asked.href("orders"));
    let page = SalesPage {
        by,
        from: asked.from.clone(),
        to: asked.to.clone(),
        csv_href: asked.href(by).replacen("/sales?", "/sales.csv?", 1),
        kiosk_choices: scope.kiosk_choices(words, &asked),
        region_choices: scope.region_choices(words, &asked),
        totals: tiles(words, &total, &asked),
        views: views(words, &asked),
        row_name: match by {
            "kiosk" => words.kiosk,
            "size" => words.size,
            _ => words.day,
        },
        columns: sales_table::columns(words, by),
        rows,
        orders,
        page_number: number,
        previous_href: (number > 1).then(|| turned(number - 1)),
        next_href: more.then(|| turned(number + 1)),
        page: signed_in.frame,
    };
    show(&page)
}

impl Asked {
    /// How to group.
    pub(crate) fn view(&self) -> &'static str {
        match self.by.as_str() {
            "kiosk" => "kiosk",
            "size" => "size",
            "orders" => "orders",
            _ => "day",
        }
    }

    /// The address of the same days and kiosks, grouped by `by`.
    pub(crate) fn href(&self, by: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("by", by)
            .append_pair("from", &self.from)
            .append_pair("to", &self.to)
            .append_pair("kiosk", &self.kiosk)
            .append_pair("region", &self.region)
            .finish();
        format!("/sales?{query}")
    }

    /// The orders of one day.
    pub(crate) fn orders_of_day(&self, day: Date) -> String {
        let day = day.to_string();
        let narrowed = Self {
            from: day.clone(),
            to: day,
            ..self.clone()
        };
        narrowed.href("orders")
    }

    /// The orders of one kiosk.
    pub(crate) fn orders_of_kiosk(&self, kiosk: &KioskId) -> String {
        let narrowed = Self {
            kiosk: kiosk.to_string(),
            ..self.clone()
        };
        narrowed.href("orders")
    }

    fn pinned(mut self, scope: &Scope) -> Self {
        self.from = scope.first.to_string();
        self.to = scope.last.to_string();
        self
    }
}

impl Scope {
    pub(crate) async fn of(
        app: &App,
        calendar: &Calendar,
        asked: &Asked,
    ) -> Result<Self, PageError> {
        let today = calendar.today();
        let back = |date: Date, days: i64| date.saturating_sub(jiff::Span::new().days(days));
        let last = asked.to.parse::<Date>().unwrap_or(today).min(today);
        let first = asked
            .from
            .parse::<Date>()
            .unwrap_or_else(|_| back(last, DAYS - 1))
            .min(last)
            .max(back(last, i64::from(MOST_DAYS - 1)));
        Ok(Self {
            first,
            last,
            all: kiosks::all(app.store()).await?,
            kiosk: KioskId::parse(&asked.kiosk).ok(),
            region: (!asked.region.is_empty()).then(|| asked.region.clone()),
        })
    }

    /// Whether that kiosk counts.
    pub(crate) fn holds(&self, kiosk: &KioskId) -> bool {
        let in_region = self.region.as_ref().is_none_or(|region| {
            self.all
                .iter()
                .any(|known| known.kiosk == *kiosk && known.region == *region)
        });
        in_region && self.kiosk.as_ref().is_none_or(|only| only == kiosk)
    }

    /// What the kiosks that count sold.
    pub(crate) async fn sum(&self, app: &App, span: Span) -> Result<Sales, PageError> {
        let parts = reports::by_kiosk(app.store(), span).await?;
        Ok(parts
            .iter()
            .filter(|(kiosk, _)| self.holds(kiosk))
            .fold(Sales::default(), |sum, (_, part)| sum.plus(part)))
    }

    pub(crate) fn orders(&self, calendar: &Calendar, most: i64, skip: i64) -> OrdersAsked {
        OrdersAsked {
            span: calendar.days(self.first, self.last),
            kiosk: self.kiosk.clone(),
            region: self.region.clone(),
            most,
            skip,
        }
    }

    fn kiosk_choices(&self, words: &Words, asked: &Asked) -> Vec<Choice> {
        let mut choices = vec![Choice::new("", words.any_kiosk, &asked.kiosk)];
        choices.extend(
            self.all
                .iter()
                .map(|kiosk| Choice::new(kiosk.kiosk.as_str(), &kiosk.name, &asked.kiosk)),
        );
        choices
    }

    fn region_choices(&self, words: &Words, asked: &Asked) -> Vec<Choice> {
        let mut regions: Vec<&str> = self.all.iter().map(|kiosk| kiosk.region.as_str()).collect();
        regions.sort_unstable();
        regions.dedup();
        let mut choices = vec![Choice::new("", words.any_region, &asked.region)];
        choices.extend(
            regions
                .into_iter()
                .map(|region| Choice::new(region, region, &asked.region)),
        );
        choices
    }
}

fn tiles(words: &'static Words, total: &Sales, asked: &Asked) -> Vec<Tile> {
    let ledger = &total.ledger;
    let tile = |name, value, tone| Tile {
        name,
        value,
        tone,
        href: asked.href("orders"),
    };
    let open = ledger.open();
    let open_tone = if open == Money::ZERO {
        Tone::Plain
    } else {
        Tone::Warn
    };
    vec![
        tile(words.earned, shown(ledger.earned()), Tone::Plain),
        tile(words.orders, grouped(ledger.orders_paid), Tone::Plain),
        tile(words.sheets, grouped(total.sheets()), Tone::Plain),
        tile(words.refunded, shown(ledger.refunded), Tone::Plain),
        tile(words.open_money, shown(open), open_tone),
    ]
}

fn views(words: &'static Words, asked: &Asked) -> Vec<View> {
    [
        ("day", words.by_day),
        ("kiosk", words.by_kiosk),
        ("size", words.by_size),
        ("orders", words.by_order),
    ]
    .into_iter()
    .map(|(by, name)| View {
        name,
        href: asked.href(by),
        here: asked.view() == by,
    })
    .collect()
}
