//! The jailed darkroom behind the station's port.

use std::path::PathBuf;

use async_trait::async_trait;
use bytes::Bytes;
use darkroom::{Darkroom, DarkroomConfig, DarkroomError as Failure};
use order::Recipe;
use printing::PixelSize;
use station::ports::{DarkroomError, Preview};

/// The longer side of a preview, pixels.
const PREVIEW_SIDE_PX: u32 = 1280;

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
    async fn preview(&self, photo: Bytes) -> Result<Preview, DarkroomError> {
        let preview = self.0.preview(photo, PREVIEW_SIDE_PX).await;
        let preview = preview.map_err(in_the_ports_words)?;
        Ok(Preview {
            jpeg: preview.jpeg,
            width_px: preview.width_px,
            height_px: preview.height_px,
        })
    }

    async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        size: PixelSize,
        dpi: u16,
    ) -> Result<Bytes, DarkroomError> {
        let size = darkroom::PixelSize::new(size.width, size.height)
            .map_err(|error| DarkroomError::Unavailable(error.to_string()))?;
        let print = self.0.render(photo, recipe, size, dpi).await;
        print.map_err(in_the_ports_words)
    }
}

fn in_the_ports_words(failure: Failure) -> DarkroomError {
    match failure {
        Failure::Refused(refusal) => DarkroomError::Refused(refusal),
        Failure::Recipe(_) | Failure::Unavailable(_) => {
            DarkroomError::Unavailable(failure.to_string())
        }
    }
}
