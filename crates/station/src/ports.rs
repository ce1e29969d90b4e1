//! What the station needs from the world and is given by its host. The dashboard and the printer
//! have ports of their own, in `uplink` and `printing`.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use order::print_size::Parts;
use order::{KioskId, PhotoId, Recipe, Refusal, Retouching, Timestamp};
use printing::{Overscan, PixelSize, Printer};
use thiserror::Error;
use uplink::{Dashboard, PairingDesk};

use crate::brain::{PhotoFindings, PhotoStudy};

/// A photo that was decoded where it can do no harm.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What was read from it.
    pub findings: PhotoFindings,
    /// Upright sRGB JPEG for the screen.
    pub preview: Bytes,
    /// The same picture in the colours that edits are made in: what [`Darkroom::proof`] takes.
    pub proof: Bytes,
    /// The whole photo as a JPEG, for a format that is slow to decode; it takes the photo's place
    /// in everything that follows.
    pub master: Option<Bytes>,
}

/// The sheet that a photo is rendered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print {
    /// Exactly so many pixels.
    pub pixels: PixelSize,
    /// What of them is cut off.
    pub overscan: Overscan,
    /// Dots per inch.
    pub dpi: u16,
    /// How often the sheet shows the photo.
    pub parts: Parts,
}

/// A photo of an index print.
#[derive(Clone, Debug)]
pub struct IndexPhoto {
    /// The photo, or its [`Opened::proof`].
    pub photo: Bytes,
    /// How it is edited.
    pub recipe: Recipe,
}

/// Why a photo was not decoded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DarkroomError {
    /// The photo is at fault.
    #[error("the photo was refused: {0:?}")]
    Refused(Refusal),
    /// The darkroom is at fault; the photo may be fine.
    #[error("the darkroom cannot work: {0}")]
    Unavailable(String),
}

/// Where strangers' bytes become pixels.
#[async_trait]
pub trait Darkroom: fmt::Debug + Send + Sync {
    /// Decodes a photo for the screen.
    async fn open(&self, photo: Bytes) -> Result<Opened, DarkroomError>;
    /// Looks for what is in an opened photo; `proof` is what [`Self::open`] gave for it. It may
    /// take seconds, and gives way to everything else.
    async fn study(&self, proof: Bytes) -> Result<PhotoStudy, DarkroomError>;
    /// Renders a print as a JPEG in the colours that the printer is sent.
    async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        print: Print,
    ) -> Result<Bytes, DarkroomError>;
    /// Renders a sheet with all those photos in small, numbered from `first` on, as a JPEG in the
    /// colours that the printer is sent.
    async fn render_index(
        &self,
        photos: Vec<IndexPhoto>,
        first: u32,
        print: Print,
    ) -> Result<Bytes, DarkroomError>;
    /// Retouches an opened photo for the screen: an sRGB JPEG of all of it, no side longer than
    /// `max_side_px`. `proof` is what [`Self::open`] gave for this photo, so that its pixels may
    /// be kept at hand between two strokes of a slider.
    async fn proof(
        &self,
        photo: &PhotoId,
        proof: Bytes,
        retouching: Retouching,
        max_side_px: u32,
    ) -> Result<Bytes, DarkroomError>;
    /// Drops whatever is kept at hand of any photo: a visit has ended.
    fn forget(&self);
}

/// The clock on the wall.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Timestamp;
}

/// Gives a paired kiosk its dashboard.
pub type Join = dyn Fn(&KioskId) -> Arc<dyn Dashboard> + Send + Sync;

/// Everything that is plugged in.
#[derive(Clone)]
pub struct Ports {
    /// Where an unknown kiosk asks to be taken in.
    pub desk: Arc<dyn PairingDesk>,
    /// The dashboard of a kiosk that was.
    pub join: Arc<Join>,
    /// The printer.
    pub printer: Arc<dyn Printer>,
    /// The darkroom.
    pub darkroom: Arc<dyn Darkroom>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports")
            .field("printer", &self.printer)
            .finish_non_exhaustive()
    }
}
