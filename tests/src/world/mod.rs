//! The whole small world: payment provider, printer, dashboard, manager, and a paired kiosk.

mod house;
pub mod programs;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use dashboard::store::reports;
use order::{Fact, Money, OrderId, PriceList};
use sandbox::printer::RunningPrinter;
use station::view::Screen;
use tempfile::TempDir;

use crate::kiosk::{Kiosk, Place, journal_file};
use crate::manager::Manager;
use crate::meddler::Meddler;
use crate::waiting::until;

/// The manager's password in every story.
pub const PASSWORD: &str = "loopback has no secrets";

/// What prints cost in every story, unless it changes them.
const PRICES: PriceList = PriceList {
    six_inch: Money::from_minor(250),
    eight_inch: Money::from_minor(500),
    five_inch: Some(Money::from_minor(200)),
    four_small: Some(Money::from_minor(400)),
    index_print: Some(Money::from_minor(300)),
};

/// What differs from story to story.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long a sheet takes.
    pub seconds_per_sheet: f64,
    /// Who sits between the kiosk and the dashboard.
    pub line: KioskLine,
}

/// How the kiosk reaches its dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KioskLine {
    /// Straight.
    Straight,
    /// Through somebody who can change answers.
    ThroughMeddler,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seconds_per_sheet: 0.1,
            line: KioskLine::Straight,
        }
    }
}

/// Everything that runs. Dropping it ends everything.
#[derive(Debug)]
pub struct World {
    /// The payment provider.
    pub sandbox: sandbox::Running,
    /// The printer.
    pub printer: RunningPrinter,
    /// The fleet manager, signed in.
    pub manager: Manager,
    /// Whoever sits between kiosk and dashboard, if the story has one.
    pub meddler: Option<Meddler>,
    /// What prints cost.
    pub prices: PriceList,
    kiosk: Option<Kiosk>,
    place: Place,
    dashboard: Option<dashboard::Running>,
    dashboard_config: dashboard::Config,
    folder: TempDir,
}

impl World {
    /// A world in which a kiosk waits for its first customer.
    pub async fn open(options: Options) -> Result<Self> {
        house::build(options).await
    }

    /// The kiosk, which must be running.
    pub fn kiosk(&mut self) -> Result<&mut Kiosk> {
        self.kiosk.as_mut().context("the kiosk was killed")
    }

    /// Kills the kiosk where it stands.
    pub async fn kill_kiosk(&mut self) -> Result<()> {
        let kiosk = self.kiosk.take().context("the kiosk was killed before")?;
        kiosk.kill().await
    }

    /// Starts the same kiosk again.
    pub async fn start_kiosk(&mut self) -> Result<()> {
        self.kiosk = Some(Kiosk::start(&self.place).await?);
        Ok(())
    }

    /// The kiosk's folder.
    pub fn kiosk_folder(&self) -> &std::path::Path {
        &self.place.folder
    }

    /// Where the kiosk writes its log.
    pub fn kiosk_log(&self) -> &std::path::Path {
        &self.place.log
    }

    /// The dashboard's folder, its photo store included.
    pub fn dashboard_folder(&self) -> PathBuf {
        self.folder.path().join("dashboard")
    }

    /// The kiosk's journal.
    pub fn journal(&self) -> PathBuf {
        journal_file(&self.place.folder)
    }

    /// Stops the dashboard in good order.
    pub async fn stop_dashboard(&mut self) -> Result<()> {
        let dashboard = self.dashboard.take().context("the dashboard was stopped")?;
        dashboard.stop().await;
        Ok(())
    }

    /// Starts the dashboard again, at the same address on the same data.
    pub async fn start_dashboard(&mut self) -> Result<()> {
        let config = self.dashboard_config.clone();
        self.dashboard = Some(dashboard::Dashboard::start(config).await?);
        Ok(())
    }

    /// What the dashboard knows about an order.
    pub async fn facts(&self, order: &OrderId) -> Result<Vec<Fact>> {
        let dashboard = self
            .dashboard
            .as_ref()
            .context("the dashboard is stopped")?;
        let records = reports::facts_of(dashboard.app().store(), order).await?;
        Ok(records.into_iter().map(|record| record.fact).collect())
    }

    /// Waits until the dashboard has heard how the order ended.
    pub async fn facts_once_closed(&self, order: &OrderId) -> Result<Vec<Fact>> {
        let what = format!("the dashboard knows how {order} ended");
        let facts = until(&what, async || {
            let facts = self.facts(order).await?;
            Ok(crate::books::is_closed(&facts).then_some(facts))
        });
        match facts.await {
            Ok(facts) => Ok(facts),
            Err(error) => {
                let known = self.facts(order).await.unwrap_or_default();
                let shown = self.kiosk.as_ref().and_then(Kiosk::view);
                Err(error.context(format!(
                    "facts so far: {known:?}; the kiosk shows {shown:?}"
                )))
            }
        }
    }

    /// Waits for the attract screen and reads its QR code.
    pub async fn phone_url(&mut self) -> Result<String> {
        let kiosk = self.kiosk()?;
        kiosk
            .see_screen("an attract screen with a code", |screen| match screen {
                Screen::Attract { phone_url, .. } => phone_url.clone(),
                _ => None,
            })
            .await
    }
}

/// An HTTP client that follows nothing by itself.
pub(crate) fn browser(deadline: Duration) -> Result<reqwest::Client> {
    // Another part of this process may have installed it first, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .timeout(deadline)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy();
    Ok(client.build()?)
}
