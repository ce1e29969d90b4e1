//! Where photos become previews and prints: the threads and networks that it takes, made once.

use serde::{Deserialize, Serialize};

use crate::colour::Destination;
use crate::crew::Crew;
use crate::faces::{Face, FaceFinder};
use crate::picture::{PixelSize, Rgb8};
use crate::sheet::Overscan;

/// Everything that rendering needs besides the photo. It is made before a jail is closed, for
/// inside it neither threads can be started nor files be read.
#[derive(Debug)]
pub struct Studio {
    pub(crate) crew: Crew,
    pub(crate) faces: Option<FaceFinder>,
}

/// What a print is to be like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// All pixels that the printer lays down.
    pub size: PixelSize,
    /// Which of them it cuts off.
    pub overscan: Overscan,
    /// How many lie to the inch; at least 1.
    pub dpi: u16,
    /// Whose numbers the pixels are made of.
    pub destination: Destination,
}

/// The density of every photo printer we know.
const USUAL_DPI: u16 = 300;

impl Print {
    /// A print of sRGB at 300 dots per inch of which nothing is cut off.
    pub const fn plain(size: PixelSize) -> Self {
        Self {
            size,
            overscan: Overscan {
                left_px: 0,
                top_px: 0,
                right_px: 0,
                bottom_px: 0,
            },
            dpi: USUAL_DPI,
            destination: Destination::Srgb,
        }
    }
}

impl Studio {
    /// The faces of a picture in the working space, the largest first; none without networks.
    pub fn faces(&self, picture: &Rgb8) -> Vec<Face> {
        let finder = self.faces.as_ref();
        finder.map_or_else(Vec::new, |finder| finder.find(picture))
    }

    /// One that works on the calling thread and looks for no faces.
    pub const fn alone() -> Self {
        Self::with(Crew::alone())
    }

    /// One that works with that crew and looks for no faces.
    pub const fn with(crew: Crew) -> Self {
        Self { crew, faces: None }
    }

    /// The same with networks that find the faces to be beautified. Without them, beautifying does
    /// nothing.
    #[must_use]
    pub fn and_faces(self, faces: FaceFinder) -> Self {
        Self {
            faces: Some(faces),
            ..self
        }
    }
}
