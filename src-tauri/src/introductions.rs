//! Introduces the adapters to the station: which dashboard, printer and darkroom this kiosk has.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use darkroom::{Darkroom, DarkroomConfig};
use printing::{IppPrinter, PrinterError};
use station::ports::{Join, Ports};
use station::runner::SystemClock;
use thiserror::Error;
use uplink::http::Line;
use uplink::{Stamp, UplinkError};

use crate::config::Config;
use crate::darkroom_port::JailedDarkroom;
use crate::device_key::Seed;

/// An adapter cannot be made. None of them talks to anybody yet, so this is no matter of networks.
#[derive(Debug, Error)]
pub(crate) enum IntroductionError {
    /// The line to the dashboard.
    #[error("the line to the dashboard cannot be prepared: {0}")]
    Line(#[from] UplinkError),
    /// The printer's.
    #[error("the line to the printer cannot be prepared: {0}")]
    Printer(#[from] PrinterError),
}

/// What a station is started with.
#[derive(Debug)]
pub(crate) struct Introductions {
    /// What it is told.
    pub(crate) config: station::runner::Config,
    /// What is plugged in.
    pub(crate) ports: Ports,
    /// The darkroom among them, to be warmed up.
    pub(crate) darkroom: Darkroom,
}

/// Makes every adapter and starts none.
pub(crate) fn make(config: &Config, seed: Seed) -> Result<Introductions, IntroductionError> {
    let line = Line::to(&config.dashboard_url)?;
    let darkroom = Darkroom::new(DarkroomConfig::new(&config.darkroom_worker));
    let public_key = uplink::http::public_key(seed.expose());
    let desk = Arc::new(line.clone());
    let join: Arc<Join> =
        Arc::new(move |kiosk| Arc::new(line.paired(kiosk, *seed.expose(), stamp)));
    Ok(Introductions {
        config: station::runner::Config {
            folder: config.data_dir.clone(),
            language: config.language,
            software_version: env!("CARGO_PKG_VERSION").to_owned(),
            public_key,
            scanner: config.scanner,
        },
        ports: Ports {
            desk,
            join,
            printer: Arc::new(IppPrinter::new(config.printer.clone())?),
            darkroom: Arc::new(JailedDarkroom {
                room: darkroom.clone(),
                destination: config.destination.clone(),
            }),
            clock: Arc::new(SystemClock),
        },
        darkroom,
    })
}

/// The moment, and 128 random bits, for the signature of one request.
#[expect(
    clippy::expect_used,
    reason = "a system without randomness cannot keep any promise of this program"
)]
fn stamp() -> Stamp {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).expect("the system has randomness");
    Stamp {
        created_s: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs()),
        nonce: URL_SAFE_NO_PAD.encode(nonce),
    }
}
