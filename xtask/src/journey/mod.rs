//! Customers from a phone to paper, driven as people would drive it: the phone is a browser that
//! scans the kiosk's QR code off its screen, the kiosk is its real window, the payment is a tap on
//! the sandbox's page or a barcode that is typed as a scanner types it.

mod customer;
pub(crate) mod photos;
pub(crate) mod qr;
mod report;
pub(crate) mod selectors;
pub(crate) mod till;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::demo::{Display, House, Manager, ScreenSize, Stage};
use crate::webdriver::{self, Driver};
use crate::workspace::Build;
use customer::{Customer, Way};
use report::Report;

/// How long the printer may take to keep a sheet after the kiosk has said goodbye.
const SHEETS_DEADLINE: Duration = Duration::from_secs(30);

/// Runs the journey with everything below `folder`; the evidence goes to `out`.
pub(crate) fn run(folder: &Path, out: &Path, size: ScreenSize) -> Result<()> {
    let mut report = Report::begin(out)?;
    let mut stage = Stage::new(&folder.join("logs"))?;
    let done = travel(&mut report, &mut stage, folder, size);
    // Nothing may run on while the evidence is written.
    drop(stage);
    report.journey.ok = done.is_ok();
    report.journey.error = done.as_ref().err().map(|error| format!("{error:#}"));
    report.close()?;
    done?;
    println!(
        "{} sheets printed, {} fen paid; the screens are in {}",
        report.journey.sheets,
        report.journey.paid_minor,
        report.folder("screens").display()
    );
    Ok(())
}

fn travel(report: &mut Report, stage: &mut Stage, folder: &Path, size: ScreenSize) -> Result<()> {
    let display = Display::make(stage, size)?;
    let photos = report.step("take photographs", |report| {
        photos::take(&report.folder("photos"))
    })?;
    let house = report.step("find everything switched on", |_| {
        House::open(stage, folder, &display, Build::Debug)
    })?;
    let chromium = Driver::of_chromium(stage)?;
    let windows = Driver::of_windows(stage, &display, &[])?;
    let desk = chromium.open(&webdriver::wide_browser())?;
    let window = report.step("see the kiosk start", |_| windows.open(&house.window()))?;
    report.step("find the kiosk in the fleet", |report| {
        let link = house
            .set_up_link
            .as_deref()
            .context("a fresh dashboard prints a set-up link")?;
        Manager::set_up(&desk, link)?;
        report.screen(&window, "kiosk-pairing")?;
        house.pair(&desk, &window)
    })?;

    let phone = chromium.open(&webdriver::phone_browser())?;
    let mut customer = Customer {
        report,
        window: &window,
        phone: &phone,
        sandbox: &house.sandbox,
    };
    let ordered = match serve(&mut customer, &photos) {
        Ok(sheets) => sheets,
        Err(error) => {
            // What was on the screens says more than the error; a screen that cannot be read any
            // more is no second error.
            let _seen = report.screen(&window, "kiosk-failed");
            let _seen = report.screen(&phone, "phone-failed");
            return Err(error);
        }
    };

    report.step("take the prints", |report| {
        let sheets = stage.wait("sandbox", "the sheets are there", SHEETS_DEADLINE, || {
            let sheets = list(&house.sheets);
            (sheets.len() >= ordered).then_some(sheets)
        })?;
        keep_sheets(report, &sheets)?;
        ensure!(
            sheets.len() == ordered,
            "{ordered} sheets were ordered and {} printed",
            sheets.len()
        );
        let money = till::count(&house.sandbox)?;
        report.journey.paid_minor = money.paid_minor;
        report.journey.refunded_minor = money.refunded_minor;
        ensure!(money.paid_minor > 0, "the sheets were printed unpaid");
        ensure!(
            money.refunded_minor == 0,
            "money went back for sheets that were printed"
        );
        Ok(())
    })?;
    report.step("be counted on the dashboard", |report| {
        for (path, name) in [
            ("/", "home"),
            ("/kiosks", "kiosks"),
            ("/sales", "sales"),
            ("/reconciliation", "reconciliation"),
            ("/undecided", "undecided"),
            ("/prices", "prices"),
        ] {
            desk.go(&format!("{}{path}", house.dashboard))?;
            report.screen(&desk, &format!("dashboard-{name}"))?;
        }
        Ok(())
    })
}

/// A customer who does everything, and one for each other way to pay; says how many sheets must
/// come out.
fn serve(customer: &mut Customer<'_>, photos: &[PathBuf]) -> Result<usize> {
    let mut sheets = customer.travel(photos)?.sheets;
    for (photo, way) in photos.iter().zip([Way::Alipay, Way::Barcode]) {
        sheets += customer.follow(photo, way)?.sheets;
    }
    Ok(sheets)
}

/// The files of the printer's folder, first sheet first.
fn list(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn keep_sheets(report: &mut Report, sheets: &[PathBuf]) -> Result<()> {
    for sheet in sheets {
        let name = sheet.file_name().context("a sheet without a name")?;
        let to = report.folder("sheets").join(name);
        fs::copy(sheet, &to).with_context(|| format!("writing {}", to.display()))?;
    }
    report.journey.sheets = sheets.len();
    Ok(())
}
