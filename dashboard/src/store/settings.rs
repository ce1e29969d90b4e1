//! Desired settings: what managers decided, and what follows from it for one kiosk.
//!
//! Every change takes the next version number, whether it concerns the whole fleet (prices,
//! discount, intervals), one region (see [`super::regional_settings`]) or one kiosk (its name,
//! site and region). A kiosk's version is the newest change that concerns it, so that it rises
//! with every save and never falls.

use std::collections::HashMap;

use order::{Discount, Discounts, KioskId, PriceList, ProviderId, Settings, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row as _};

use super::column::{json, moment, name, stored, to_json};
use super::{Change, Store, StoreError, StoreResult, kiosks, regional_settings};

/// The version of what a fresh fleet starts with.
pub const FIRST_VERSION: u64 = 1;

/// How long settings count after they were saved, ms: a stolen kiosk does not sell for ever.
const VALID_FOR_MS: i64 = 90 * DAY_MS;

/// Settings with less than this left are renewed, ms.
const RENEW_BEFORE_MS: i64 = 30 * DAY_MS;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The part of [`Settings`] that is the same for every kiosk.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetSettings {
    /// Price of each print.
    pub prices: PriceList,
    /// Taken off the whole order, if any.
    pub discount: Option<Discount>,
    /// What else is taken off.
    #[serde(default, skip_serializing_if = "Discounts::is_none")]
    pub discounts: Discounts,
    /// Seconds between heartbeats.
    pub heartbeat_interval_s: u32,
    /// Seconds a customer has to pay.
    pub payment_window_s: u32,
    /// Argon2id hash of the technician's password.
    pub service_password_hash: Option<String>,
    /// Who takes money: those that the server was last started with.
    #[serde(default)]
    pub payment_providers: Option<Vec<ProviderId>>,
}

impl std::fmt::Debug for FleetSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FleetSettings")
            .field("prices", &self.prices)
            .field("discount", &self.discount)
            .field("discounts", &self.discounts)
            .field("heartbeat_interval_s", &self.heartbeat_interval_s)
            .field("payment_window_s", &self.payment_window_s)
            .field("payment_providers", &self.payment_providers)
            .finish_non_exhaustive()
    }
}

impl FleetSettings {
    /// What a fresh fleet starts with.
    pub fn out_of_the_box() -> Self {
        let settings = Settings::out_of_the_box();
        Self {
            prices: settings.prices,
            discount: settings.discount,
            discounts: settings.discounts,
            heartbeat_interval_s: settings.heartbeat_interval_s,
            payment_window_s: settings.payment_window_s,
            service_password_hash: settings.service_password_hash,
            payment_providers: settings.payment_providers,
        }
    }

    /// These settings for a kiosk of that name and place.
    pub fn applied_to(&self, name: &str, site: &str) -> Settings {
        Settings {
            kiosk_name: name.to_owned(),
            site_name: site.to_owned(),
            prices: self.prices,
            discount: self.discount,
            discounts: self.discounts.clone(),
            heartbeat_interval_s: self.heartbeat_interval_s,
            payment_window_s: self.payment_window_s,
            service_password_hash: self.service_password_hash.clone(),
            payment_providers: self.payment_providers.clone(),
            ..Settings::out_of_the_box()
        }
    }
}

/// The newest fleet-wide settings, and who saved them when.
#[derive(Clone, Debug)]
pub struct SavedSettings {
    /// The change that made them.
    pub version: u64,
    /// The newest change of fleet or regions: what is saved next is based on it, since what a
    /// region has must fit to what it inherits.
    pub newest: u64,
    /// The settings.
    pub settings: FleetSettings,
    /// When; none for those of a fresh fleet.
    pub saved_at: Option<Timestamp>,
    /// Who; none when renewed by the server.
    pub saved_by: Option<String>,
}

/// A kiosk's name and place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Where it stands.
    pub site: &'a str,
    /// The site's region.
    pub region: &'a str,
}

/// The settings that `kiosk` should have. What this answers is to be recorded in
/// [`super::issued_settings`] when it is handed out.
pub async fn of(store: &Store, kiosk: &KioskId) -> StoreResult<Settings> {
    let fleet = fleet(store).await?;
    let own = own_change(store, kiosk).await?;
    let Some(row) = kiosks::find(store, kiosk).await? else {
        return Err(StoreError::Unreadable {
            column: "kiosks.kiosk",
            problem: "there is no such kiosk".to_owned(),
        });
    };
    let region = regional_settings::find(store, &row.region).await?;
    let fleet_at = fleet.saved_at.unwrap_or(row.paired_at);
    let (own_version, own_at) = own.unwrap_or((FIRST_VERSION, fleet_at));
    let (region_version, region_at) = region.as_ref().map_or((FIRST_VERSION, fleet_at), |saved| {
        (saved.version, saved.saved_at)
    });
    let here = match &region {
        Some(saved) => saved.own.over(&fleet.settings),
        None => fleet.settings,
    };
    Ok(Settings {
        version: fleet.version.max(own_version).max(region_version),
        valid_until: fleet_at.max(own_at).max(region_at).plus_ms(VALID_FOR_MS),
        ..here.applied_to(&row.name, &row.site)
    })
}

/// Saves the fleet's settings anew when they have less than [`RENEW_BEFORE_MS`] left, so that a
/// kiosk that is online never runs out. To be called every day; calling it more often does nothing.
pub async fn renew(store: &Store, now: Timestamp) -> StoreResult<Change> {
    let fleet = fleet(store).await?;
    let oldest = match fleet.saved_at {
        Some(saved_at) => Some(saved_at),
        None => kiosks::all(store)
            .await?
            .iter()
            .map(|kiosk| kiosk.paired_at)
            .min(),
    };
    let due = oldest.is_some_and(|at| at.plus_ms(VALID_FOR_MS - RENEW_BEFORE_MS) < now);
    if !due {
        return Ok(Change::NotMade);
    }
    insert_fleet(store, fleet.newest, &fleet.settings, None, now).await
}

/// Tells every kiosk who takes money, as the next change, unless that is what it was told last.
pub async fn offer_providers(
    store: &Store,
    providers: Vec<ProviderId>,
    now: Timestamp,
) -> StoreResult<Change> {
    let fleet = fleet(store).await?;
    let payment_providers = (!providers.is_empty()).then_some(providers);
    if fleet.settings.payment_providers == payment_providers {
        return Ok(Change::NotMade);
    }
    let settings = FleetSettings {
        payment_providers,
        ..fleet.settings
    };
    insert_fleet(store, fleet.newest, &settings, None, now).await
}

/// The newest fleet-wide settings.
pub async fn fleet(store: &Store) -> StoreResult<SavedSettings> {
    let newest = sqlx::query(
        "select coalesce(max(version), 1) as newest from desired_settings where kiosk is null",
    )
    .fetch_one(store.reader())
    .await?;
    let newest = super::column::count(&newest, "newest")?;
    let row = sqlx::query(
        "select version, document, saved_at, saved_by from desired_settings \
         where kiosk is null and region is null order by version desc limit 1",
    )
    .fetch_optional(store.reader())
    .await?;
    let Some(row) = row else {
        return Ok(SavedSettings {
            version: FIRST_VERSION,
            newest,
            settings: FleetSettings::out_of_the_box(),
            saved_at: None,
            saved_by: None,
        });
    };
    Ok(SavedSettings {
        version: super::column::count(&row, "version")?,
        newest,
        settings: json(&row, "document")?,
        saved_at: Some(moment(&row, "saved_at")?),
        saved_by: row.try_get("saved_by")?,
    })
}

/// Saves fleet-wide settings that were made by looking at the newest change `based_on` of fleet or
/// regions. [`Change::NotMade`] when somebody saved something meanwhile.
pub async fn save_fleet(
    store: &Store,
    based_on: u64,
    settings: &FleetSettings,
    saved_by: &str,
    now: Timestamp,
) -> StoreResult<Change> {
    insert_fleet(store, based_on, settings, Some(saved_by), now).await
}

async fn insert_fleet(
    store: &Store,
    based_on: u64,
    settings: &FleetSettings,
    saved_by: Option<&str>,
    now: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into desired_settings (version, kiosk, document, saved_at, saved_by) \
         select coalesce(max(version), 1) + 1, null, $1, $2, $3 from desired_settings \
         having coalesce(max(case when kiosk is null then version end), 1) = $4 \
         on conflict (version) do nothing",
    )
    .bind(to_json("desired_settings.document", settings)?)
    .bind(now.ms())
    .bind(saved_by.map(str::to_owned))
    .bind(stored(based_on))
    .execute(store.writer())
    .await?;
    Ok(Change::of(&done))
}

/// Gives a kiosk its name and place, as the next change. [`Change::NotMade`] when there is no such
/// kiosk, or somebody else changed something in the same instant.
pub async fn place(
    store: &Store,
    kiosk: &KioskId,
    place: Place<'_>,
    saved_by: &str,
    now: Timestamp,
) -> StoreResult<Change> {
    let mut work = store.writer().begin().await?;
    let renamed =
        sqlx::query("update kiosks set name = $2, site = $3, region = $4 where kiosk = $1")
            .bind(kiosk.as_str())
            .bind(place.name)
            .bind(place.site)
            .bind(place.region)
            .execute(&mut *work)
            .await?;
    if Change::of(&renamed) == Change::NotMade {
        return Ok(Change::NotMade);
    }
    let change = note_own_change(&mut work, kiosk, saved_by, now).await?;
    if change == Change::Made {
        work.commit().await?;
    }
    Ok(change)
}

/// Something became true of one kiosk that its settings must say or follow: the next change is its
/// own. [`Change::NotMade`] when somebody else changed something in the same instant.
pub(super) async fn note_own_change(
    connection: &mut AnyConnection,
    kiosk: &KioskId,
    saved_by: &str,
    now: Timestamp,
) -> StoreResult<Change> {
    let done = sqlx::query(
        "insert into desired_settings (version, kiosk, document, saved_at, saved_by) \
         select coalesce(max(version), 1) + 1, $1, null, $2, $3 from desired_settings \
         where true on conflict (version) do nothing",
    )
    .bind(kiosk.as_str())
    .bind(now.ms())
    .bind(saved_by)
    .execute(connection)
    .await?;
    Ok(Change::of(&done))
}

/// The version that each kiosk should have.
#[derive(Debug)]
pub struct DesiredVersions {
    fleet: u64,
    regional: HashMap<KioskId, u64>,
    own: HashMap<KioskId, u64>,
}

impl DesiredVersions {
    /// The version that `kiosk` should have.
    pub fn of(&self, kiosk: &KioskId) -> u64 {
        let of = |known: &HashMap<KioskId, u64>| known.get(kiosk).copied().unwrap_or(self.fleet);
        self.fleet.max(of(&self.regional)).max(of(&self.own))
    }
}

/// The version that each kiosk should have.
pub async fn versions(store: &Store) -> StoreResult<DesiredVersions> {
    let fleet = fleet(store).await?.version;
    let rows = sqlx::query(
        "select kiosk, max(version) as version from desired_settings \
         where kiosk is not null group by kiosk",
    )
    .fetch_all(store.reader())
    .await?;
    let own = rows
        .iter()
        .map(|row| Ok((name(row, "kiosk")?, super::column::count(row, "version")?)))
        .collect::<StoreResult<_>>()?;
    Ok(DesiredVersions {
        fleet,
        regional: regional_settings::versions(store).await?,
        own,
    })
}

async fn own_change(store: &Store, kiosk: &KioskId) -> StoreResult<Option<(u64, Timestamp)>> {
    let row = sqlx::query(
        "select version, saved_at from desired_settings \
         where kiosk = $1 order by version desc limit 1",
    )
    .bind(kiosk.as_str())
    .fetch_optional(store.reader())
    .await?;
    row.map(|row| {
        Ok((
            super::column::count(&row, "version")?,
            moment(&row, "saved_at")?,
        ))
    })
    .transpose()
}
