//! The kiosk as a customer feels it, in its real window: how soon it is there, how soon a photo
//! shows, how soon a tap is answered, and how soon paid paper is on its way.
//!
//! Each figure includes what it takes to measure it (a driver's round trip, a look every two
//! milliseconds), so that the truth is a little better than the figure.

mod scripts;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::report::{Report, Row, machine};
use crate::demo::{Display, House, KIOSK_SCREEN, Manager, Stage};
use crate::journey::selectors::{kiosk, phone};
use crate::journey::{photos, qr, till};
use crate::webdriver::{self, Browser, Driver};
use crate::workspace::{self, Build};
use scripts::{SLIDE, TAP, WATCH_TILES, WATCH_UPLOADS};

/// Starts of the kiosk, and customers served.
const STARTS: usize = 5;
const CUSTOMERS: usize = 3;

/// How long anything may take before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks into the printer's spool.
const LOOK: Duration = Duration::from_millis(2);

#[derive(Debug, Default)]
struct Times {
    starts: Vec<Duration>,
    arrivals: Vec<Duration>,
    taps: Vec<Duration>,
    strokes: Vec<Duration>,
    payments: Vec<Duration>,
}

pub(super) fn measure(build: Build) -> Result<Report> {
    let folder = workspace::memory().join("bench-kiosk");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("emptying the bench's folder")?;
    }
    let mut stage = Stage::new(&folder.join("logs"))?;
    let display = Display::make(&mut stage, KIOSK_SCREEN)?;
    let house = House::open(&mut stage, &folder, &display, build)?;
    let pictures = folder.join("photos");
    fs::create_dir_all(&pictures).context("making a folder for photos")?;
    let photos = photos::take(&pictures)?;
    let chromium = Driver::of_chromium(&mut stage)?;
    // As a kiosk without graphics paints that nobody drives.
    let painting = ("MINILAB_PAINTING", "processor".to_owned());
    let windows = Driver::of_windows(&mut stage, &display, &[painting])?;
    pair(&house, &chromium, &windows)?;

    let mut times = Times::default();
    let mut window = start(&house, &windows, &mut times)?;
    for _ in 1..STARTS {
        drop(window);
        window = start(&house, &windows, &mut times)?;
    }
    for _ in 0..CUSTOMERS {
        let phone = chromium.open(&webdriver::phone_browser())?;
        serve(&house, &window, &phone, &folder, &photos, &mut times)?;
    }
    Ok(Report {
        bench: "kiosk",
        machine: machine(),
        runs: CUSTOMERS,
        rows: vec![
            Row::of_times("start to attract screen painted", &times.starts, ms(3_000))?,
            Row::of_times(
                "photo landed to visible on the kiosk",
                &times.arrivals,
                ms(500),
            )?,
            Row::of_times("tap to answer painted", &times.taps, ms(100))?,
            Row::of_times("slider moved to photo painted", &times.strokes, ms(33))?,
            Row::of_times(
                "payment decided to job at the printer",
                &times.payments,
                ms(1_000),
            )?,
        ],
    })
}

fn pair(house: &House, chromium: &Driver, windows: &Driver) -> Result<()> {
    let link = house.set_up_link.as_deref().context("no set-up link")?;
    let desk = chromium.open(&webdriver::wide_browser())?;
    Manager::set_up(&desk, link)?;
    let window = windows.open(&house.window())?;
    house.pair(&desk, &window)?;
    // The settings are fetched and kept now, as on any later start.
    window.wait_for(kiosk::ATTRACT, PATIENCE).map(drop)
}

/// Starts the kiosk and waits until its attract screen is painted.
fn start(house: &House, windows: &Driver, times: &mut Times) -> Result<Browser> {
    house.wait_until_kiosk_is_gone()?;
    let began = Instant::now();
    let window = windows.open(&house.window())?;
    window.wait_for(kiosk::ATTRACT, PATIENCE)?;
    times.starts.push(began.elapsed());
    Ok(window)
}

/// One customer: sends photos one by one, taps about, pays, and leaves with the prints.
fn serve(
    house: &House,
    window: &Browser,
    phone: &Browser,
    folder: &Path,
    photos: &[PathBuf],
    times: &mut Times,
) -> Result<()> {
    window.wait_for(kiosk::ATTRACT, PATIENCE)?;
    let screen = folder.join("attract.png");
    let link = window.wait("the screen shows a phone link", PATIENCE, || {
        window.screenshot(&screen)?;
        qr::scan(&screen, |code| code.contains("/p/")).map(Some)
    })?;
    phone.go(&link)?;
    window.wait_for(kiosk::COLLECT, PATIENCE)?;
    window.run(WATCH_TILES, &[])?;
    phone.run(WATCH_UPLOADS, &[])?;
    for (index, photo) in photos.iter().enumerate() {
        let field = phone.wait_for(phone::FILE_FIELD, PATIENCE)?;
        field.type_text(&photo.to_string_lossy())?;
        let shown = window.wait("the photo shows", PATIENCE, || {
            let seen = last_of(
                &window.run("return Object.values(window.shown)", &[])?,
                index,
            );
            Ok(seen)
        })?;
        let landed = phone.run("return window.landed", &[])?;
        let landed = last_of(&landed, index).context("the phone does not know when it sent")?;
        times.arrivals.push(ms(shown.saturating_sub(landed)));
    }
    for _ in 0..8 {
        let took = window.run_async(TAP)?;
        let took = took.as_f64().context("a tap without a time")?;
        times.taps.push(Duration::from_secs_f64(took / 1000.0));
    }
    window.click(kiosk::NEXT, PATIENCE)?;
    window.wait_for(kiosk::SIZES, PATIENCE)?;
    edit(window, times)?;
    window.click(kiosk::NEXT, PATIENCE)?;
    window.click(kiosk::PAY, PATIENCE)?;
    window.wait_for(kiosk::PAY_CODE, PATIENCE)?;
    times.payments.push(pay(house)?);
    window.wait_for(kiosk::DONE, PATIENCE)?;
    window.click(kiosk::FINISH, PATIENCE)
}

/// Moves a slider in the editor, and goes back without an edit.
fn edit(window: &Browser, times: &mut Times) -> Result<()> {
    window.click(kiosk::OPEN_EDITOR, PATIENCE)?;
    window.click(kiosk::LIGHT_TOOLS, PATIENCE)?;
    let said = window.run_async(SLIDE)?;
    let strokes = said["times"].as_array().context("strokes without times")?;
    for took in strokes.iter().filter_map(Value::as_f64) {
        times.strokes.push(Duration::from_secs_f64(took / 1000.0));
    }
    println!(
        "a photo of {} x {} pixels under the slider",
        said["width"], said["height"]
    );
    window.click(kiosk::BACK, PATIENCE)?;
    window.wait_for(kiosk::SIZES, PATIENCE).map(drop)
}

/// Pays the waiting order and looks into the printer's spool until there is one job more.
fn pay(house: &House) -> Result<Duration> {
    let spool = house.sheets.with_file_name("spool");
    let jobs = || fs::read_dir(&spool).map_or(0, Iterator::count);
    let before = jobs();
    let order = till::waiting(&house.sandbox)?;
    let decided = Instant::now();
    till::pay(&house.sandbox, &order)?;
    while jobs() == before {
        if decided.elapsed() > PATIENCE {
            bail!("no job came to the printer");
        }
        sleep(LOOK);
    }
    Ok(decided.elapsed())
}

/// The moment at `index` of a sorted list of moments, once it is there.
fn last_of(moments: &Value, index: usize) -> Option<u64> {
    let mut moments: Vec<u64> = moments
        .as_array()?
        .iter()
        .filter_map(Value::as_u64)
        .collect();
    moments.sort_unstable();
    moments.get(index).copied()
}

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}
