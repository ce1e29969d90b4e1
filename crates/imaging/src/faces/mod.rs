//! Where the faces are in a photo, and what of it is head.
//!
//! Two networks: [`detector`] finds boxes in the whole frame, [`mesh`] lays 468 points over each.
//! A face that the mesh does not fit to (a profile, a face of a few pixels) keeps the detector's
//! box. [`head`] makes of either how far the head reaches, hair included, which is what an
//! automatic crop has to keep.

mod detector;
mod face;
mod head;
mod mesh;
mod network;
mod sampling;

use crate::picture::Rgb8;
use detector::Detector;
use mesh::Mesh;

pub use face::{Face, Point};
pub use network::NetworkError;

/// At most this many faces are told, the largest: a crowd is a landscape.
pub const MOST_FACES: usize = 20;

/// The networks that find faces, ready to run: made once, before a jail is closed, and good for
/// any number of pictures. Running them takes memory and time and nothing else of the system: no
/// file, no thread.
#[derive(Debug)]
pub struct FaceFinder {
    detector: Detector,
    mesh: Mesh,
}

impl FaceFinder {
    /// Unpacks the networks that are part of this program (a few milliseconds, 10 MB).
    ///
    /// # Errors
    /// [`NetworkError`] if the program was built with other networks than it knows to read.
    pub fn load() -> Result<Self, NetworkError> {
        Ok(Self {
            detector: Detector::load()?,
            mesh: Mesh::load()?,
        })
    }

    /// The faces of a picture, the largest first, at most [`MOST_FACES`]. Coordinates are pixels of
    /// that picture. A longer side of 1600 px shows all that can be found; a larger picture costs
    /// time and gains nothing.
    pub fn find(&self, picture: &Rgb8) -> Vec<Face> {
        let mut faces: Vec<Face> = self
            .detector
            .find(picture)
            .into_iter()
            .filter_map(|found| self.mesh.face(picture, &found))
            .collect();
        faces.sort_by(|one, other| other.eye_distance().total_cmp(&one.eye_distance()));
        faces.truncate(MOST_FACES);
        faces
    }
}

#[cfg(test)]
mod tests;
