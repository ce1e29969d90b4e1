//! Building the world, in the order in which its parts need each other.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use dashboard::pages::account::set_up_path;
use dashboard::{Config, Dashboard};
use sandbox::Sandbox;
use sandbox::printer::PrinterSandbox;
use station::view::Screen;
use tokio::sync::OnceCell;

use super::{KioskLine, Options, PASSWORD, PRICES, World, programs};
use crate::kiosk::{Kiosk, Place};
use crate::manager::Manager;
use crate::meddler::Meddler;

pub(super) async fn build(options: Options) -> Result<World> {
    let folder = tempfile::tempdir().context("a folder for the story")?;
    let at = |name: &str| folder.path().join(name);

    let sandbox_folder = at("sandbox");
    take_keys(&sandbox_folder).await?;
    let sandbox = Sandbox::start(sandbox::Options::new(&sandbox_folder)).await?;
    let printer = PrinterSandbox::start(sandbox::printer::Options {
        dir: at("printer"),
        name: "Story printer".to_owned(),
        seconds_per_sheet: options.seconds_per_sheet,
    })
    .await?;

    let host = format!("127.0.0.1:{}", free_port()?);
    let merchants = Merchants {
        wechat_pay: fs::read_to_string(sandbox.merchant_config_file())?,
        alipay: fs::read_to_string(sandbox.alipay().merchant_config_file())?,
    };
    let config = dashboard_config(&at("dashboard"), &host, &merchants)?;
    let dashboard = Dashboard::start(config.clone()).await?;
    let app = dashboard.app();
    let set_up = set_up_path(app.store(), app.now()).await?;
    let set_up = set_up.context("nobody can sign in yet")?;
    let origin = format!("http://{host}");
    let mut manager = Manager::set_up(&origin, &set_up, PASSWORD).await?;
    manager
        .set_prices(&[
            ("five_inch", "2.00"),
            ("six_inch", "2.50"),
            ("eight_inch", "5.00"),
            ("four_small", "4.00"),
            ("index_print", "3.00"),
            ("percent_off", ""),
            ("from_sheets", ""),
            ("payment_window_s", "60"),
            ("heartbeat_interval_s", "10"),
        ])
        .await?;

    let meddler = match options.line {
        KioskLine::Straight => None,
        KioskLine::ThroughMeddler => Some(Meddler::before(host).await?),
    };
    let place = Place {
        folder: at("kiosk"),
        dashboard: meddler
            .as_ref()
            .map_or(origin, |meddler| meddler.address().to_owned()),
        printer: printer.uri(),
        log: at("kiosk.log"),
    };
    let kiosk = Kiosk::start(&place).await?;
    let code = kiosk
        .see_screen("a pairing code", |screen| match screen {
            Screen::Pairing { code } => code.clone(),
            _ => None,
        })
        .await?;
    manager.pair(&code).await?;
    let mut world = World {
        sandbox,
        printer,
        manager,
        meddler,
        prices: PRICES,
        kiosk: Some(kiosk),
        place,
        dashboard: Some(dashboard),
        dashboard_config: config,
        folder,
    };
    world.phone_url().await?;
    Ok(world)
}

/// The merchant's settings at each provider, in TOML.
struct Merchants {
    wechat_pay: String,
    alipay: String,
}

fn dashboard_config(own: &Path, host: &str, merchants: &Merchants) -> Result<Config> {
    fs::create_dir_all(own)?;
    let text = format!(
        "listen = \"{host}\"\n\
         public_url = \"http://{host}\"\n\
         database_url = \"sqlite:{own}/dashboard.db\"\n\
         photo_store = \"{own}/photos\"\n\
         data_dir = \"{own}/data\"\n\
         [wechat_pay]\n{wechat_pay}\n\
         [alipay]\n{alipay}",
        own = own.display(),
        wechat_pay = merchants.wechat_pay,
        alipay = merchants.alipay,
    );
    let file = own.join("dashboard.toml");
    fs::write(&file, text)?;
    Ok(Config::load(Some(&file), |_| None)?)
}

/// A port that nobody listens on now.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Gives a sandbox keys that were made before: making RSA keys takes seconds.
async fn take_keys(folder: &Path) -> Result<()> {
    static KEYS: OnceCell<PathBuf> = OnceCell::const_new();
    let keys = KEYS.get_or_try_init(make_keys).await?;
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(keys)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}

/// Makes keys once for all stories and all runs, beside what else is built.
async fn make_keys() -> Result<PathBuf> {
    let kept = programs::folder()?.join("stories-sandbox-keys");
    if !kept.exists() {
        let parent = kept.parent().context("the build folder")?;
        let draft = tempfile::tempdir_in(parent)?;
        let options = sandbox::Options::new(draft.path());
        Sandbox::start(options).await?.stop().await;
        // Whoever renames first wins; both are as good.
        let _ = fs::rename(draft.keep(), &kept);
    }
    Ok(kept)
}
