//! A kiosk's name and place, typed when it is paired and whenever it moves.

use order::KioskId;

use crate::App;
use crate::store::Change;
use crate::store::settings::{self, Place};

use super::fleet::{self, Member};
use super::problem::PageError;
use super::surroundings;
use super::words::Words;

/// How often a save is tried when others save in the same instant.
const TRIES: u32 = 5;

/// The fields for name and place, with what was typed and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlaceFields {
    /// The kiosk's name.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) site: String,
    /// The site's region.
    pub(crate) region: String,
    /// What is wrong with the name.
    pub(crate) name_problem: Option<&'static str>,
    /// What is wrong with the site.
    pub(crate) site_problem: Option<&'static str>,
    /// What is wrong with the region.
    pub(crate) region_problem: Option<&'static str>,
    /// Sites to choose from.
    pub(crate) sites: Vec<String>,
    /// Regions to choose from.
    pub(crate) regions: Vec<String>,
}

impl PlaceFields {
    /// Fields filled with that.
    pub(crate) fn filled(name: &str, site: &str, region: &str, members: &[Member]) -> Self {
        Self {
            name: name.trim().to_owned(),
            site: site.trim().to_owned(),
            region: region.trim().to_owned(),
            sites: fleet::sites(members),
            regions: fleet::regions(members),
            ..Self::default()
        }
    }

    /// The same fields, with what is wrong beside them.
    #[must_use]
    pub(crate) fn checked(mut self, words: &'static Words) -> Self {
        self.name_problem = fleet::name_problem(words, &self.name);
        self.site_problem = fleet::name_problem(words, &self.site);
        self.region_problem = fleet::name_problem(words, &self.region);
        self
    }

    /// Whether nothing is wrong.
    pub(crate) const fn is_fine(&self) -> bool {
        self.name_problem.is_none() && self.site_problem.is_none() && self.region_problem.is_none()
    }
}

/// Saves a kiosk's name and place, and tells the kiosk.
pub(crate) async fn save(
    app: &App,
    kiosk: &KioskId,
    fields: &PlaceFields,
    saved_by: &str,
) -> Result<(), PageError> {
    let place = Place {
        name: &fields.name,
        site: &fields.site,
        region: &fields.region,
    };
    for _ in 0..TRIES {
        let now = surroundings::now(app);
        let change = settings::place(app.store(), kiosk, place, saved_by, now).await?;
        if change == Change::Made {
            let version = settings::versions(app.store()).await?.of(kiosk);
            surroundings::settings_changed(app, kiosk, version);
            return Ok(());
        }
    }
    Err(PageError::NotFound)
}
