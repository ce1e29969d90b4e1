//! The darkroom as the station wants it.

use async_trait::async_trait;
use bytes::Bytes;
use darkroom::Destination;
use order::print_size::Parts;
use order::{PhotoId, Recipe, Retouching};
use station::brain::{PhotoFindings, PhotoStudy};
use station::ports::{DarkroomError, IndexPhoto, Opened, Print};

/// The jailed workers, behind the station's port.
#[derive(Clone, Debug)]
pub(crate) struct JailedDarkroom {
    pub(crate) room: darkroom::Darkroom,
    /// The colours of the printer that prints are made for.
    pub(crate) destination: Destination,
}

#[async_trait]
impl station::ports::Darkroom for JailedDarkroom {
    async fn open(&self, photo: Bytes) -> Result<Opened, DarkroomError> {
        let opened = self.room.open(photo).await.map_err(translate)?;
        Ok(Opened {
            findings: PhotoFindings {
                width_px: opened.header.width_px,
                height_px: opened.header.height_px,
                soundness: opened.soundness,
            },
            preview: opened.preview,
            proof: opened.proof,
            master: opened.master,
        })
    }

    async fn study(&self, proof: Bytes) -> Result<PhotoStudy, DarkroomError> {
        let study = self.room.study(proof).await.map_err(translate)?;
        Ok(PhotoStudy {
            heads: study.heads,
            enhancement: study.enhancement,
        })
    }

    async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        sheet: Print,
    ) -> Result<Bytes, DarkroomError> {
        let print = print_of(sheet, &self.destination)?;
        let rendered = if sheet.parts == Parts::ONE {
            self.room.render(photo, recipe, print).await
        } else {
            let parts = sheet.parts;
            self.room.render_shared(photo, recipe, print, parts).await
        };
        rendered.map_err(translate)
    }

    async fn render_index(
        &self,
        photos: Vec<IndexPhoto>,
        first: u32,
        sheet: Print,
    ) -> Result<Bytes, DarkroomError> {
        let print = print_of(sheet, &self.destination)?;
        let photos = photos.into_iter().map(|small| darkroom::IndexPhoto {
            photo: small.photo,
            recipe: small.recipe,
        });
        let rendered = self.room.render_index(photos.collect(), first, print).await;
        rendered.map_err(translate)
    }

    async fn proof(
        &self,
        photo: &PhotoId,
        proof: Bytes,
        retouching: Retouching,
        max_side_px: u32,
    ) -> Result<Bytes, DarkroomError> {
        let shown = self.room.proof(photo, proof, retouching, max_side_px).await;
        shown.map_err(translate)
    }

    fn forget(&self) {
        self.room.forget();
    }
}

/// The sheet in the darkroom's words.
fn print_of(sheet: Print, destination: &Destination) -> Result<darkroom::Print, DarkroomError> {
    let size = darkroom::PixelSize::new(sheet.pixels.width, sheet.pixels.height)
        .map_err(|error| DarkroomError::Unavailable(error.to_string()))?;
    Ok(darkroom::Print {
        size,
        overscan: darkroom::Overscan {
            left_px: sheet.overscan.left,
            top_px: sheet.overscan.top,
            right_px: sheet.overscan.right,
            bottom_px: sheet.overscan.bottom,
        },
        dpi: sheet.dpi,
        destination: destination.clone(),
    })
}

fn translate(error: darkroom::DarkroomError) -> DarkroomError {
    match error {
        darkroom::DarkroomError::Refused(refusal) => DarkroomError::Refused(refusal),
        // A recipe that cannot be followed is our own mistake: the photo is not to blame.
        error @ (darkroom::DarkroomError::Recipe(_) | darkroom::DarkroomError::Unavailable(_)) => {
            DarkroomError::Unavailable(error.to_string())
        }
    }
}
