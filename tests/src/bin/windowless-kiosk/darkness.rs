//! The jailed darkroom behind the station's port.

use std::path::PathBuf;

use async_trait::async_trait;
use bytes::Bytes;
use darkroom::{Darkroom, DarkroomConfig, DarkroomError as Failure};
use order::print_size::Parts;
use order::{PhotoId, Recipe, Retouching, Soundness, Tone};
use station::brain::PhotoFindings;
use station::ports::{DarkroomError, Opened, Print};

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
    async fn open(&self, photo: Bytes) -> Result<Opened, DarkroomError> {
        let preview = self.0.preview(photo, PREVIEW_SIDE_PX).await;
        let preview = preview.map_err(in_the_ports_words)?;
        Ok(Opened {
            findings: PhotoFindings {
                width_px: preview.width_px,
                height_px: preview.height_px,
                heads: Vec::new(),
                enhancement: Tone::NEUTRAL,
                soundness: Soundness::Whole,
            },
            proof: preview.jpeg.clone(),
            preview: preview.jpeg,
            master: None,
        })
    }

    async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        print: Print,
    ) -> Result<Bytes, DarkroomError> {
        let size = darkroom::PixelSize::new(print.pixels.width, print.pixels.height)
            .map_err(|error| DarkroomError::Unavailable(error.to_string()))?;
        let rendered = if print.parts == Parts::ONE {
            self.0.render(photo, recipe, size, print.dpi).await
        } else {
            let paper = paper(size, print)?;
            self.0
                .render_shared(photo, recipe, paper, print.parts)
                .await
        };
        rendered.map_err(in_the_ports_words)
    }

    async fn proof(
        &self,
        _: &PhotoId,
        proof: Bytes,
        _: Retouching,
        _: u32,
    ) -> Result<Bytes, DarkroomError> {
        Ok(proof)
    }

    fn forget(&self) {}
}

fn paper(size: darkroom::PixelSize, print: Print) -> Result<darkroom::Paper, DarkroomError> {
    let overscan = darkroom::Overscan {
        left_px: print.overscan.left,
        top_px: print.overscan.top,
        right_px: print.overscan.right,
        bottom_px: print.overscan.bottom,
    };
    darkroom::Paper::new(size, overscan, print.dpi)
        .map_err(|error| DarkroomError::Unavailable(error.to_string()))
}

fn in_the_ports_words(failure: Failure) -> DarkroomError {
    match failure {
        Failure::Refused(refusal) => DarkroomError::Refused(refusal),
        Failure::Recipe(_) | Failure::Unavailable(_) => {
            DarkroomError::Unavailable(failure.to_string())
        }
    }
}
