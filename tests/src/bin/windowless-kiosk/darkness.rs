//! The jailed darkroom behind the station's port.

use std::path::PathBuf;

use async_trait::async_trait;
use bytes::Bytes;
use darkroom::{Darkroom, DarkroomConfig, DarkroomError as Failure, Destination};
use order::print_size::Parts;
use order::{PhotoId, Recipe, Retouching};
use station::brain::{PhotoFindings, PhotoStudy};
use station::ports::{DarkroomError, IndexPhoto, Opened, Print};

/// Real workers in real jails.
#[derive(Debug)]
pub(crate) struct Darkness(Darkroom);

impl Darkness {
    pub(crate) fn new(worker: PathBuf) -> Self {
        Self(Darkroom::new(DarkroomConfig::new(worker)))
    }
}

#[async_trait]
impl station::ports::Darkroom for Darkness {
    async fn open(&self, photo: Bytes) -> Result<Opened, DarkroomError> {
        let opened = self.0.open(photo).await.map_err(in_the_ports_words)?;
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
        let study = self.0.study(proof).await.map_err(in_the_ports_words)?;
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
        let print = print_of(sheet, &Destination::Srgb)?;
        let rendered = if sheet.parts == Parts::ONE {
            self.0.render(photo, recipe, print).await
        } else {
            let parts = sheet.parts;
            self.0.render_shared(photo, recipe, print, parts).await
        };
        rendered.map_err(in_the_ports_words)
    }

    async fn render_index(
        &self,
        photos: Vec<IndexPhoto>,
        first: u32,
        sheet: Print,
    ) -> Result<Bytes, DarkroomError> {
        let print = print_of(sheet, &Destination::Srgb)?;
        let photos = photos.into_iter().map(|small| darkroom::IndexPhoto {
            photo: small.photo,
            recipe: small.recipe,
        });
        let rendered = self.0.render_index(photos.collect(), first, print).await;
        rendered.map_err(in_the_ports_words)
    }

    async fn proof(
        &self,
        photo: &PhotoId,
        proof: Bytes,
        retouching: Retouching,
        max_side_px: u32,
    ) -> Result<Bytes, DarkroomError> {
        let shown = self.0.proof(photo, proof, retouching, max_side_px).await;
        shown.map_err(in_the_ports_words)
    }

    fn forget(&self) {
        self.0.forget();
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

fn in_the_ports_words(failure: Failure) -> DarkroomError {
    match failure {
        Failure::Refused(refusal) => DarkroomError::Refused(refusal),
        Failure::Recipe(_) | Failure::Unavailable(_) => {
            DarkroomError::Unavailable(failure.to_string())
        }
    }
}
