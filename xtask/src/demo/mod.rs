//! `cargo xtask demo`: the whole product on this machine, for a person to play with, or driven
//! once as a customer would (`--headless`).
//!
//! [`house`] starts the parts in order, [`manager`] does what a fleet manager does once, and
//! [`stage`] keeps the processes and ends them. The customer is in `crate::journey`.

mod display;
mod house;
mod interrupt;
mod kiosk_screen;
mod manager;
mod stage;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

pub(crate) use display::{Display, ScreenSize};
pub(crate) use house::House;
pub(crate) use manager::Manager;
pub(crate) use stage::Stage;

use crate::workspace::Build;
use crate::{journey, setup, shell, ui, workspace};

#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Drives one customer through by itself and ends; needs --out
    #[arg(long, requires = "out")]
    headless: bool,
    /// Where the driven customer's screens, sheets and journey.json go
    #[arg(long, value_name = "DIR", requires = "headless")]
    out: Option<PathBuf>,
    /// Forgets what an earlier demo left: manager, kiosk, orders
    #[arg(long)]
    fresh: bool,
}

/// The screen of the kiosk where it gets a display of its own: full HD, standing.
pub(crate) const KIOSK_SCREEN: ScreenSize = ScreenSize {
    width: 1080,
    height: 1920,
};

pub(crate) fn run(arguments: &DemoArguments) -> Result<()> {
    if let Some(out) = &arguments.out {
        prepare()?;
        return run_headless(out);
    }
    prepare()?;
    play(arguments.fresh)
}

fn prepare() -> Result<()> {
    setup::make_sure()?;
    ui::build()?;
    build_binaries(Build::Debug)
}

/// Builds what the demo starts. All rooms are named, as the tests do it, so that neither compiles
/// the other's dependencies anew.
pub(crate) fn build_binaries(build: Build) -> Result<()> {
    let mut command = shell::cargo(&["build", "--quiet", "--workspace", "--bins"]);
    if build == Build::Release {
        command.arg("--release");
    }
    shell::run(&mut command)
}

/// Starts everything on nothing kept, lets one customer through, and leaves the evidence in `out`.
pub(crate) fn run_headless(out: &Path) -> Result<()> {
    let folder = Folder::take("demo-headless", true)?;
    journey::run(&folder.path, out, KIOSK_SCREEN)
}

fn play(fresh: bool) -> Result<()> {
    let folder = Folder::take("demo", fresh)?;
    let mut stage = Stage::new(&folder.path.join("logs"))?;
    let display = match Display::of_this_machine() {
        Some(display) => display,
        None => Display::make(&mut stage, KIOSK_SCREEN)?,
    };
    let house = House::open(&mut stage, &folder.path, &display, Build::Debug)?;
    if let Some(link) = &house.set_up_link {
        let manager = house.take_over(&mut stage, &display, link)?;
        println!("Manager (said only once; start over with --fresh):");
        println!("  name      {}", manager.name);
        println!("  password  {}", manager.password);
    }
    house.start_kiosk(&mut stage, &display)?;

    println!("Dashboard       {}", house.dashboard);
    println!("Pay here        {}/sandbox/", house.sandbox);
    println!("  WeChat Pay or Alipay: press Pay beside the order that waits");
    println!(
        "  a barcode: show one at {}/sandbox/barcodes and type its digits as a scanner does, \
         for example by `DISPLAY={} xdotool type --delay 5 DIGITS` and Enter",
        house.sandbox, display.name
    );
    println!("Printed sheets  {}", house.sheets.display());
    println!("Logs            {}", folder.path.join("logs").display());
    if display.own {
        println!(
            "This machine has no display, so the kiosk's window is on one of its own. To look: \
             import -display {} -window root kiosk.png",
            display.name
        );
    }
    println!("Ctrl-C ends all of it. Phone links, a new one for each customer:");
    kiosk_screen::announce_links(&mut stage, &display)
}

/// A folder below `var`, ours alone while we run.
struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    fn take(name: &str, fresh: bool) -> Result<Self> {
        let var = workspace::root_plain().join("var");
        fs::create_dir_all(&var).with_context(|| format!("making {}", var.display()))?;
        let lock = File::create(var.join(format!("{name}.lock"))).context("making a lock file")?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("this demo runs already; end it first"),
            Err(TryLockError::Error(error)) => return Err(error).context("locking var"),
        }
        let path = var.join(name);
        if fresh && path.exists() {
            fs::remove_dir_all(&path).with_context(|| format!("emptying {}", path.display()))?;
        }
        fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self { path, _lock: lock })
    }
}
