//! The lines of the sales page; each number leads to the orders it is made of.

use order::{Money, Product};

use crate::App;
use crate::store::reports::{self, Sales};

use super::calendar::Calendar;
use super::problem::PageError;
use super::sales::{Asked, Scope};
use super::words::Words;
use super::words::money::{grouped, shown};

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct SalesRow {
    /// The day, kiosk or product.
    pub(crate) name: String,
    /// What the line is made of.
    pub(crate) href: String,
    /// The numbers.
    pub(crate) cells: Vec<SalesCell>,
}

/// One number.
#[derive(Clone, Debug)]
pub(crate) struct SalesCell {
    /// What it counts.
    pub(crate) label: &'static str,
    /// How much.
    pub(crate) value: String,
    /// What it is made of.
    pub(crate) href: String,
}

/// The heads of the columns.
pub(crate) fn columns(words: &Words, by: &str) -> Vec<&'static str> {
    if by == "size" {
        vec![words.sheets, words.delivered]
    } else {
        vec![
            words.orders,
            words.sheets,
            words.paid,
            words.refunded,
            words.earned,
        ]
    }
}

/// Newest day first.
pub(crate) async fn by_day(
    app: &App,
    words: &Words,
    calendar: &Calendar,
    scope: &Scope,
    asked: &Asked,
) -> Result<Vec<SalesRow>, PageError> {
    let mut rows = Vec::new();
    for day in Calendar::each_day(scope.first, scope.last) {
        let sales = scope.sum(app, calendar.day(day)).await?;
        let name = format!(
            "{} {}",
            calendar.day_name(words, day),
            calendar.weekday(words, day)
        );
        rows.push(row(words, name, asked.orders_of_day(day), &sales));
    }
    rows.reverse();
    Ok(rows)
}

/// The kiosk that earned most first; those that sold nothing are left out.
pub(crate) async fn by_kiosk(
    app: &App,
    words: &Words,
    calendar: &Calendar,
    scope: &Scope,
    asked: &Asked,
) -> Result<Vec<SalesRow>, PageError> {
    let span = calendar.days(scope.first, scope.last);
    let mut parts = reports::by_kiosk(app.store(), span).await?;
    parts.retain(|(kiosk, _)| scope.holds(kiosk));
    parts.sort_by_key(|(_, sales)| std::cmp::Reverse(sales.ledger.earned()));
    Ok(parts
        .iter()
        .map(|(kiosk, sales)| {
            let known = scope.all.iter().find(|known| known.kiosk == *kiosk);
            let name = known.map_or_else(|| kiosk.to_string(), |known| known.name.clone());
            row(words, name, asked.orders_of_kiosk(kiosk), sales)
        })
        .collect())
}

/// In the order in which products stand on a bill.
pub(crate) fn by_product(words: &Words, total: &Sales, asked: &Asked) -> Vec<SalesRow> {
    Product::ALL
        .into_iter()
        .map(|product| {
            let (sheets, delivered) = of_product(total, product);
            let href = asked.href("orders");
            let cell = |label, value| SalesCell {
                label,
                value,
                href: href.clone(),
            };
            SalesRow {
                name: words.product_name(product).to_owned(),
                cells: vec![
                    cell(words.sheets, grouped(sheets)),
                    cell(words.delivered, shown(delivered)),
                ],
                href,
            }
        })
        .filter(|_| total.sheets() > 0)
        .collect()
}

fn row(words: &Words, name: String, href: String, sales: &Sales) -> SalesRow {
    let ledger = &sales.ledger;
    let values = [
        grouped(ledger.orders_paid),
        grouped(sales.sheets()),
        shown(ledger.paid),
        shown(ledger.refunded),
        shown(ledger.earned()),
    ];
    let cells = columns(words, "")
        .into_iter()
        .zip(values)
        .map(|(label, value)| SalesCell {
            label,
            value,
            href: href.clone(),
        })
        .collect();
    SalesRow { name, href, cells }
}

/// Sheets of a product, and what they were worth.
pub(crate) fn of_product(sales: &Sales, product: Product) -> (u64, Money) {
    (sales.ledger.sheets.of(product), sales.delivered.of(product))
}
