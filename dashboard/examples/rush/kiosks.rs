//! Kiosks that are part of the fleet from the start.

use std::path::Path;

use anyhow::Context as _;
use dashboard::clock::Clock;
use dashboard::store::kiosks::{self, Kiosk};
use dashboard::store::{Store, issued_settings};
use order::{KioskId, Settings};
use serde_json::{Value, json};

/// The id of kiosk `index`.
pub(crate) fn id(index: u16) -> anyhow::Result<KioskId> {
    KioskId::parse(&format!("k-{index:012}")).context("an id of a kiosk")
}

/// The device key of kiosk `index`.
pub(crate) fn seed(index: u16) -> [u8; 32] {
    let mut seed = [7; 32];
    let [high, low] = index.to_be_bytes();
    seed[0] = high;
    seed[1] = low;
    seed
}

pub(crate) async fn prepare(database: &Path, count: u16) -> anyhow::Result<Value> {
    let store = Store::connect(&format!("sqlite:{}", database.display())).await?;
    store.migrate().await?;
    let now = Clock::system().now();
    for index in 0..count {
        let kiosk = Kiosk {
            kiosk: id(index)?,
            public_key: uplink::http::public_key(&seed(index)),
            name: format!("Kiosk {index}"),
            site: "Hall".to_owned(),
            region: "North".to_owned(),
            paired_at: now,
            revoked_at: None,
        };
        let mut work = store.writer().begin().await?;
        kiosks::pair(&mut work, &kiosk).await?;
        work.commit().await?;
        issued_settings::issue(&store, &kiosk.kiosk, &Settings::out_of_the_box(), now).await?;
    }
    store.close().await;
    Ok(json!({ "kiosks": count }))
}
