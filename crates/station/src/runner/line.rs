//! The line to the dashboard: paired once, then kept up for as long as the kiosk lives.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::sync::{Notify, watch};
use tokio::time::sleep;
use uplink::Dashboard;
use wire::kiosk::Hint;

use super::deeds::Workshop;
use super::{Config, beat, facts, pairing, settings};
use crate::brain::{Health, Input};
use crate::journal::{Identity, Journal};
use crate::ports::Ports;

/// Waits between two tries to open the stream of hints: short at first, so that a blink of the
/// network is not felt, then longer, so that a fleet does not storm a dashboard that comes back.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

pub(super) struct Surroundings {
    pub(super) config: Config,
    pub(super) ports: Ports,
    pub(super) journal: Journal,
    pub(super) workshop: Workshop,
    pub(super) health: watch::Receiver<Health>,
    pub(super) identity: Option<Identity>,
}

/// What those who keep up the line share.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) identity: Identity,
    pub(super) software_version: String,
    pub(super) dashboard: Arc<dyn Dashboard>,
    pub(super) workshop: Workshop,
    pub(super) health: watch::Receiver<Health>,
    /// Newer settings may be had.
    pub(super) settings_news: Arc<Notify>,
}

pub(super) async fn run(around: Surroundings) {
    let identity = match around.identity.clone() {
        Some(identity) => identity,
        None => pairing::pair(&around).await,
    };
    let dashboard = (around.ports.join)(&identity.kiosk);
    around
        .workshop
        .dashboard
        .send_replace(Some(dashboard.clone()));
    let line = Line {
        identity,
        software_version: around.config.software_version,
        dashboard,
        workshop: around.workshop,
        health: around.health,
        settings_news: Arc::default(),
    };
    tokio::join!(
        hear_hints(line.clone()),
        settings::follow(line.clone()),
        facts::upload(line.clone()),
        beat::beat(line.clone()),
        tell_stage(line),
    );
}

impl Line {
    /// Acts on one hint.
    pub(super) async fn hint(&self, hint: Hint) {
        if let Hint::Settings { .. } = hint {
            self.settings_news.notify_one();
        }
        self.workshop.tell(Input::Hinted(hint)).await;
    }
}

async fn hear_hints(line: Line) {
    let mut pause = FIRST_PAUSE;
    loop {
        let opened = line.dashboard.hints().await;
        if let Some(mut hints) = line.workshop.heard(opened).await {
            pause = FIRST_PAUSE;
            // Whatever was said while nobody listened is asked for now.
            line.settings_news.notify_one();
            while let Some(Ok(hint)) = hints.next().await {
                line.hint(hint).await;
            }
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Tells the phone the latest stage; stages that were overtaken meanwhile are skipped.
async fn tell_stage(line: Line) {
    let mut stages = line.workshop.stage.subscribe();
    let mut pause = FIRST_PAUSE;
    while stages.changed().await.is_ok() {
        let latest = stages.borrow_and_update().clone();
        let Some((session, stage)) = latest else {
            continue;
        };
        match line.dashboard.stage(&session, stage).await {
            Err(error) if error.may_pass() => {
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                stages.mark_changed();
            }
            _ => pause = FIRST_PAUSE,
        }
    }
}
