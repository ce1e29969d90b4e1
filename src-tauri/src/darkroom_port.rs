//! The darkroom as the station wants it.

use async_trait::async_trait;
use bytes::Bytes;
use order::print_size::Parts;
use order::{PhotoId, Recipe, Retouching, Soundness, Tone};
use station::brain::PhotoFindings;
use station::ports::{DarkroomError, Opened, Print};

/// The longest side of a preview: what the kiosk's screen can show of one photo.
const PREVIEW_SIDE_PX: u32 = 1600;

/// The jailed workers, behind the station's port.
#[derive(Clone, Debug)]
pub(crate) struct JailedDarkroom(pub(crate) darkroom::Darkroom);

#[async_trait]
impl station::ports::Darkroom for JailedDarkroom {
    async fn open(&self, photo: Bytes) -> Result<Opened, DarkroomError> {
        let preview = self.0.preview(photo, PREVIEW_SIDE_PX).await;
        let preview = preview.map_err(translate)?;
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
        rendered.map_err(translate)
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

fn translate(error: darkroom::DarkroomError) -> DarkroomError {
    match error {
        darkroom::DarkroomError::Refused(refusal) => DarkroomError::Refused(refusal),
        // A recipe that cannot be followed is our own mistake: the photo is not to blame.
        error @ (darkroom::DarkroomError::Recipe(_) | darkroom::DarkroomError::Unavailable(_)) => {
            DarkroomError::Unavailable(error.to_string())
        }
    }
}
