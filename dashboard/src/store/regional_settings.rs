//! What one region has of its own: prices, discounts, both or neither. What it has not is the
//! fleet's, today and after the fleet's next change.
//!
//! A region's change takes the next version of [`super::settings`], and concerns the kiosks that
//! stand there now. A kiosk that moves is a change of its own, so that its version rises whatever
//! its new region has.

use std::collections::HashMap;

use order::settings::SettingsError;
use order::{Discount, Discounts, KioskId, PriceList, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::column::{count, json, moment, name, stored, to_json};
use super::settings::FleetSettings;
use super::{Change, Store, StoreResult};

/// What one region has of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionalSettings {
    /// Its prices; none for the fleet's.
    pub prices: Option<PriceList>,
    /// All that it takes off; none for what the fleet takes off.
    pub discounts: Option<RegionalDiscounts>,
}

/// All that one region takes off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionalDiscounts {
    /// Taken off the whole order, if any.
    pub whole_order: Option<Discount>,
    /// What else is taken off.
    #[serde(default, skip_serializing_if = "Discounts::is_none")]
    pub others: Discounts,
}

impl RegionalSettings {
    /// What holds in the region.
    pub fn over(&self, fleet: &FleetSettings) -> FleetSettings {
        let mut here = fleet.clone();
        if let Some(prices) = self.prices {
            here.prices = prices;
        }
        if let Some(discounts) = &self.discounts {
            here.discount = discounts.whole_order;
            here.discounts = discounts.others.clone();
        }
        here
    }

    /// Whether a kiosk of the region would take what holds there.
    ///
    /// # Errors
    /// The first field that a kiosk refuses.
    pub fn check(&self, fleet: &FleetSettings) -> Result<(), SettingsError> {
        self.over(fleet).applied_to("", "").check()
    }
}

/// The newest change of one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedRegion {
    /// The change that made them.
    pub version: u64,
    /// What the region has of its own.
    pub own: RegionalSettings,
    /// When.
    pub saved_at: Timestamp,
    /// Who.
    pub saved_by: Option<String>,
}

fn read(row: &AnyRow) -> StoreResult<SavedRegion> {
    Ok(SavedRegion {
        version: count(row, "version")?,
        own: json(row, "document")?,
        saved_at: moment(row, "saved_at")?,
        saved_by: row.try_get("saved_by")?,
    })
}

/// The newest change of a region; none where nobody ever changed anything.
pub async fn find(store: &Store, region: &str) -> StoreResult<Option<SavedRegion>> {
    let row = sqlx::query(
        "select version, document, saved_at, saved_by from desired_settings
         where region = $1 order by version desc limit 1",
    )
    .bind(region)
    .fetch_optional(store.reader())
    .await?;
    row.as_ref().map(read).transpose()
}

/// The newest change of every region that was ever changed, by its name.
pub async fn all(store: &Store) -> StoreResult<Vec<(String, SavedRegion)>> {
    let rows = sqlx::query(
        "select region, version, document, saved_at, saved_by from desired_settings
         where region is not null and version in
             (select max(version) from desired_settings
              where region is not null group by region)
         order by region",
    )
    .fetch_all(store.reader())
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("region")?, read(row)?)))
        .collect()
}

/// Saves what a region has of its own, made by looking at the newest change `based_on` of fleet or
/// regions. [`Change::NotMade`] when somebody saved something meanwhile: what is inherited may have
/// changed under the reader's eyes.
pub async fn save(
    store: &Store,
    region: &str,
    based_on: u64,
    own: &RegionalSettings,
    saved_by: &str,
    now: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into desired_settings (version, kiosk, region, document, saved_at, saved_by)
         select coalesce(max(version), 1) + 1, null, $1, $2, $3, $4 from desired_settings
         having coalesce(max(case when kiosk is null then version end), 1) = $5
         on conflict (version) do nothing",
    )
    .bind(region)
    .bind(to_json("desired_settings.document", own)?)
    .bind(now.ms())
    .bind(saved_by)
    .bind(stored(based_on))
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// The newest change of the region that each kiosk stands in; kiosks of regions that nobody
/// changed are left out.
pub(super) async fn versions(store: &Store) -> StoreResult<HashMap<KioskId, u64>> {
    let rows = sqlx::query(
        "select kiosks.kiosk, max(desired_settings.version) as version
         from kiosks join desired_settings on desired_settings.region = kiosks.region
         group by kiosks.kiosk",
    )
    .fetch_all(store.reader())
    .await?;
    rows.iter()
        .map(|row| Ok((name(row, "kiosk")?, count(row, "version")?)))
        .collect()
}
