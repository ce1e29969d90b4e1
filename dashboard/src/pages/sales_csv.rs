//! Sales as a file for a spreadsheet.

use axum::extract::{Query, State};
use axum::response::Response;
use order::{PrintSize, Product};

use crate::App;
use crate::store::reports::{self, Sales};

use super::calendar::Calendar;
use super::csv::{Cells, spreadsheet};
use super::problem::PageError;
use super::sales::{Asked, Scope};
use super::sales_table::of_product;
use super::signed_in::SignedIn;
use super::surroundings;

/// Orders in one file.
const MOST_ORDERS: i64 = 50_000;

/// `GET /sales.csv`
pub(crate) async fn download(
    State(app): State<App>,
    _: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    let calendar = surroundings::calendar(&app);
    let scope = Scope::of(&app, &calendar, &asked).await?;
    let span = calendar.days(scope.first, scope.last);
    let view = asked.view();
    let lines = match view {
        "kiosk" => by_kiosk(&app, &scope, span).await?,
        "size" => by_product(&scope.sum(&app, span).await?),
        "orders" => orders(&app, &calendar, &scope).await?,
        _ => by_day(&app, &calendar, &scope).await?,
    };
    let name = format!("minilab-sales-{view}-{}-{}.csv", scope.first, scope.last);
    Ok(spreadsheet(&name, &lines))
}

async fn by_day(app: &App, calendar: &Calendar, scope: &Scope) -> Result<Vec<Cells>, PageError> {
    let mut lines = vec![head(&["day"])];
    for day in Calendar::each_day(scope.first, scope.last) {
        let sales = scope.sum(app, calendar.day(day)).await?;
        lines.push(with_sums(vec![day.to_string()], &sales));
    }
    Ok(lines)
}

async fn by_kiosk(app: &App, scope: &Scope, span: reports::Span) -> Result<Vec<Cells>, PageError> {
    let mut lines = vec![head(&["kiosk", "name", "site", "region"])];
    for (kiosk, sales) in reports::by_kiosk(app.store(), span).await? {
        if !scope.holds(&kiosk) {
            continue;
        }
        let known = scope.all.iter().find(|known| known.kiosk == kiosk);
        let (name, site, region) = known.map_or(("", "", ""), |known| {
            (known.name.as_str(), &known.site, &known.region)
        });
        let first = [kiosk.as_str(), name, site, region]
            .map(str::to_owned)
            .to_vec();
        lines.push(with_sums(first, &sales));
    }
    Ok(lines)
}

fn by_product(total: &Sales) -> Vec<Cells> {
    let mut lines = vec![["size", "prints", "delivered"].map(str::to_owned).to_vec()];
    for product in Product::ALL {
        let (sheets, delivered) = of_product(total, product);
        lines.push(vec![
            product.as_str().to_owned(),
            sheets.to_string(),
            delivered.to_string(),
        ]);
    }
    lines
}

async fn orders(app: &App, calendar: &Calendar, scope: &Scope) -> Result<Vec<Cells>, PageError> {
    let columns = [
        "order",
        "receipt",
        "kiosk",
        "began_at",
        "total",
        "paid",
        "prints",
        "delivered",
        "refunded",
    ];
    let mut lines = vec![columns.map(str::to_owned).to_vec()];
    let asked = scope.orders(calendar, MOST_ORDERS, 0);
    for sums in reports::orders(app.store(), &asked).await? {
        lines.push(vec![
            sums.order.to_string(),
            sums.order.receipt_code().to_string(),
            sums.kiosk.to_string(),
            calendar.for_files(sums.began_at),
            sums.total.to_string(),
            sums.paid.to_string(),
            sums.sheets.to_string(),
            sums.delivered.to_string(),
            sums.refunded.to_string(),
        ]);
    }
    Ok(lines)
}

/// Columns of the first release come first, so that what reads its files by place still does.
const COLUMNS: [&str; 11] = [
    "orders",
    "six_inch",
    "eight_inch",
    "paid",
    "delivered",
    "refunded",
    "earned",
    "open",
    "five_inch",
    "four_small",
    "index_print",
];

fn head(first: &[&str]) -> Cells {
    let columns = first.iter().chain(&COLUMNS);
    columns.map(|name| (*name).to_owned()).collect()
}

fn with_sums(mut cells: Cells, sales: &Sales) -> Cells {
    let ledger = &sales.ledger;
    cells.extend([
        ledger.orders_paid.to_string(),
        ledger.sheets.of(PrintSize::SixInch).to_string(),
        ledger.sheets.of(PrintSize::EightInch).to_string(),
        ledger.paid.to_string(),
        ledger.delivered.to_string(),
        ledger.refunded.to_string(),
        ledger.earned().to_string(),
        ledger.open().to_string(),
        ledger.sheets.of(PrintSize::FiveInch).to_string(),
        ledger.sheets.of(PrintSize::FourSmall).to_string(),
        ledger.sheets.of(Product::IndexPrint).to_string(),
    ]);
    cells
}
