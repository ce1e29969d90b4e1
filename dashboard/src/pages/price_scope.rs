//! For whom the prices page decides: the whole fleet, or one region, which inherits what it has
//! not of its own.

use crate::App;
use crate::store::kiosks;
use crate::store::regional_settings::{self, RegionalDiscounts, RegionalSettings};
use crate::store::settings::{self, FleetSettings, SavedSettings};
use crate::store::{Change, StoreResult};

use super::problem::PageError;
use super::surroundings;
use super::words::Words;

/// For whom is decided, and what holds there now.
#[derive(Debug)]
pub(crate) struct Scope {
    /// The region; none for the whole fleet.
    pub(crate) region: Option<String>,
    /// What the fleet has.
    pub(crate) fleet: SavedSettings,
    /// What holds in the scope, and who saved its newest change.
    pub(crate) saved: SavedSettings,
    /// What the region has of its own.
    pub(crate) own: RegionalSettings,
    /// Every region there is, and whether it has anything of its own.
    regions: Vec<(String, bool)>,
}

/// One choice at the head of the page.
#[derive(Debug)]
pub(crate) struct ScopeTab {
    /// Where it leads.
    pub(crate) href: String,
    /// Whom it concerns.
    pub(crate) name: String,
    /// Whether it has prices or discounts of its own.
    pub(crate) own: bool,
    /// Whether it is shown.
    pub(crate) here: bool,
}

impl Scope {
    /// The scope of that name: empty for the whole fleet, else a region that has kiosks, or had.
    pub(crate) async fn of(app: &App, region: &str) -> Result<Self, PageError> {
        let fleet = settings::fleet(app.store()).await?;
        let changed = regional_settings::all(app.store()).await?;
        let mut regions: Vec<(String, bool)> = changed
            .iter()
            .map(|(region, saved)| (region.clone(), saved.own != RegionalSettings::default()))
            .collect();
        for kiosk in kiosks::all(app.store()).await? {
            let known = regions.iter().any(|(region, _)| *region == kiosk.region);
            if !known && !kiosk.region.is_empty() {
                regions.push((kiosk.region, false));
            }
        }
        regions.sort();
        let mut scope = Self {
            region: None,
            saved: fleet.clone(),
            fleet,
            own: RegionalSettings::default(),
            regions,
        };
        if region.is_empty() {
            return Ok(scope);
        }
        if !scope.regions.iter().any(|(known, _)| known == region) {
            return Err(PageError::NotFound);
        }
        scope.region = Some(region.to_owned());
        scope.saved.saved_at = None;
        scope.saved.saved_by = None;
        if let Some((_, saved)) = changed.into_iter().find(|(known, _)| known == region) {
            scope.saved.settings = saved.own.over(&scope.fleet.settings);
            scope.saved.version = saved.version;
            scope.saved.saved_at = Some(saved.saved_at);
            scope.saved.saved_by = saved.saved_by;
            scope.own = saved.own;
        }
        Ok(scope)
    }

    /// The choices at the head of the page; none while there is no region.
    pub(crate) fn tabs(&self, words: &Words) -> Vec<ScopeTab> {
        if self.regions.is_empty() {
            return Vec::new();
        }
        let fleet = ScopeTab {
            href: "/prices".to_owned(),
            name: words.whole_fleet.to_owned(),
            own: false,
            here: self.region.is_none(),
        };
        let regional = self.regions.iter().map(|(region, own)| ScopeTab {
            href: address(region),
            name: region.clone(),
            own: *own,
            here: self.region.as_ref() == Some(region),
        });
        std::iter::once(fleet).chain(regional).collect()
    }

    /// The address of this scope's page.
    pub(crate) fn href(&self) -> String {
        self.region
            .as_deref()
            .map_or_else(|| "/prices".to_owned(), address)
    }

    /// Saves `desired` for the scope; `own` says what a region does not inherit.
    pub(crate) async fn save(
        &self,
        app: &App,
        desired: &FleetSettings,
        own: OwnParts,
        based_on: u64,
        saved_by: &str,
    ) -> StoreResult<Change> {
        let (store, now) = (app.store(), surroundings::now(app));
        let Some(region) = &self.region else {
            return settings::save_fleet(store, based_on, desired, saved_by, now).await;
        };
        let regional = RegionalSettings {
            prices: own.prices.then_some(desired.prices),
            discounts: own.discounts.then(|| RegionalDiscounts {
                whole_order: desired.discount,
                others: desired.discounts.clone(),
            }),
        };
        regional_settings::save(store, region, based_on, &regional, saved_by, now).await
    }

    /// What a change of the fleet would break in a region that has something of its own.
    pub(crate) async fn misfit(
        &self,
        app: &App,
        words: &Words,
        desired: &FleetSettings,
    ) -> Result<Option<String>, PageError> {
        if self.region.is_some() {
            return Ok(None);
        }
        for (region, saved) in regional_settings::all(app.store()).await? {
            if let Err(error) = saved.own.check(desired) {
                let allowed = words.not_allowed(&error);
                return Ok(Some(words.pick(
                    format!(
                        "Nothing was saved: it does not fit to what {region} has of its own. \
                         {allowed}"
                    ),
                    format!("没有保存：与“{region}”的单独设置不符。{allowed}"),
                )));
            }
        }
        Ok(None)
    }
}

/// What a region has of its own, by the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OwnParts {
    /// Prices.
    pub(crate) prices: bool,
    /// Everything that is taken off.
    pub(crate) discounts: bool,
}

/// The address of a region's prices.
pub(crate) fn address(region: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("region", region)
        .finish();
    format!("/prices?{query}")
}
