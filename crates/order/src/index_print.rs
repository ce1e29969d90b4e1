//! The index print: all photos of an order in small, numbered in the order of its lines, on as few
//! 6-inch sheets as it takes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most photos on one sheet: with more, a face is not known again.
pub const MOST_ON_A_SHEET: u32 = 30;

/// The fewest photos of an order that is offered an index: one photo tells for itself what it is.
pub const FEWEST_PHOTOS: u32 = 2;

/// Whether an order comes with an index print.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum IndexPrint {
    /// It does not.
    #[default]
    Without,
    /// It does.
    With,
}

/// One sheet of an index print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IndexSheet {
    /// The line of the order whose photo is the first on it, from 0.
    pub first: usize,
    /// How many photos are on it, 1 to [`MOST_ON_A_SHEET`].
    pub photos: usize,
}

impl IndexSheet {
    /// The number under its first photo.
    pub fn first_number(self) -> u32 {
        u32::try_from(self.first + 1).unwrap_or(u32::MAX)
    }
}

impl IndexPrint {
    /// Whether there is none, as for an order of the first release.
    pub const fn is_without(&self) -> bool {
        matches!(self, Self::Without)
    }

    /// How many sheets an order of so many photos gets.
    pub fn sheets(self, photos: usize) -> u32 {
        u32::try_from(self.pages(photos).count()).unwrap_or(u32::MAX)
    }

    /// The sheets that an order of so many photos gets; where it takes several, they hold about as
    /// many photos each.
    pub fn pages(self, photos: usize) -> impl Iterator<Item = IndexSheet> {
        let indexed = match self {
            Self::Without => 0,
            Self::With => photos,
        };
        let pages = indexed.div_ceil(MOST_ON_A_SHEET as usize);
        (0..pages).map(move |page| {
            let first = page * indexed / pages;
            IndexSheet {
                first,
                photos: (page + 1) * indexed / pages - first,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_photo_is_on_the_index_once() {
        for photos in 0..=200 {
            let mut next = 0;
            for page in IndexPrint::With.pages(photos) {
                assert_eq!(page.first, next, "{photos} photos: no gap, no photo twice");
                assert!(
                    (1..=MOST_ON_A_SHEET as usize).contains(&page.photos),
                    "{photos} photos: {page:?} is neither empty nor too full"
                );
                next += page.photos;
            }
            assert_eq!(next, photos, "none is missing");
            let fewest = photos.div_ceil(MOST_ON_A_SHEET as usize);
            assert_eq!(
                IndexPrint::With.sheets(photos) as usize,
                fewest,
                "nobody pays for a sheet too many"
            );
            assert_eq!(IndexPrint::Without.sheets(photos), 0, "not ordered");
        }
    }
}
