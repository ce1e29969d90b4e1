//! What the station needs from the world and is given by its host. The dashboard and the printer
//! have ports of their own, in `uplink` and `printing`.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use order::{KioskId, Recipe, Refusal, Timestamp};
use printing::{PixelSize, Printer};
use thiserror::Error;
use uplink::{Dashboard, PairingDesk};

/// A photo that was decoded where it can do no harm.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Upright sRGB JPEG for the screen.
    pub jpeg: Bytes,
    /// Width of the whole upright photo in pixels.
    pub width_px: u32,
    /// Height of the whole upright photo in pixels.
    pub height_px: u32,
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
pub trait Darkroom: Send + Sync {
    /// Decodes a photo for the screen.
    async fn preview(&self, photo: Bytes) -> Result<Preview, DarkroomError>;
    /// Renders a print of exactly `size` at `dpi` dots per inch, as an sRGB JPEG.
    async fn render(
        &self,
        photo: Bytes,
        recipe: Recipe,
        size: PixelSize,
        dpi: u16,
    ) -> Result<Bytes, DarkroomError>;
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
