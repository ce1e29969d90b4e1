//! A sheet of an index print: small photos out of the jail, put together on this side of it.

use bytes::Bytes;
use imaging::sheet::{IndexPage, LayoutError, Paper};
use imaging::{Print, Rgb8};
use order::Recipe;

use crate::client::{Darkroom, encode_sheet};
use crate::error::{DarkroomError, Unavailable};
use crate::promises;
use crate::protocol::{Job, Kind};
use crate::room::blocking;

/// A photo of an index print.
#[derive(Clone, Debug)]
pub struct IndexPhoto {
    /// The photo, or what [`Opened`](crate::Opened) has as its proof: it is large enough.
    pub photo: Bytes,
    /// How the photo is edited. What it shows is shown whole, without a border.
    pub recipe: Recipe,
}

impl Darkroom {
    /// Renders a sheet of an index print as a JPEG: the photos in small, the first of them with
    /// the number `first`.
    ///
    /// # Errors
    /// As [`Self::render`] for each photo; also [`Unavailable`] for more photos than the paper
    /// has room for.
    pub async fn render_index(
        &self,
        photos: Vec<IndexPhoto>,
        first: u32,
        print: Print,
    ) -> Result<Bytes, DarkroomError> {
        for photo in &photos {
            photo.recipe.check()?;
        }
        let paper = Paper::new(print.size, print.overscan, print.dpi).map_err(Unavailable::from)?;
        let places = u32::try_from(photos.len()).map_err(|_| LayoutError::DoesNotFit);
        let page = places.and_then(|places| IndexPage::new(&paper, places));
        let page = page.map_err(Unavailable::from)?;
        let mut pictures = Vec::with_capacity(photos.len());
        for photo in photos {
            let side_px = page.largest_photo_px();
            pictures.push(self.small(photo, side_px, &print).await?);
        }
        let compose = move || {
            let pictures: Vec<&Rgb8> = pictures.iter().collect();
            page.compose(first, &pictures)
        };
        let composed = blocking(compose).await?.map_err(Unavailable::from)?;
        Ok(encode_sheet(composed, print).await?)
    }

    async fn small(
        &self,
        photo: IndexPhoto,
        max_side_px: u32,
        print: &Print,
    ) -> Result<Rgb8, DarkroomError> {
        let IndexPhoto { photo, recipe } = photo;
        let job = Job::Small {
            recipe: Box::new(recipe),
            max_side_px,
            dpi: print.dpi,
            destination: print.destination.clone(),
        };
        self.room
            .develop(Kind::of(&photo), job, photo, move |answer, rows| {
                promises::small(answer, max_side_px, rows)
            })
            .await
    }
}
