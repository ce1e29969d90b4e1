//! 468 points laid over a face that the detector found.

use super::face::{Face, Found, Point};
use super::network::{Network, NetworkError};
use super::sampling::{Square, square};
use crate::picture::Rgb8;

/// The side of the square is the detector's box this many times: the mesh was trained on that.
const AROUND: f32 = 1.5;

/// From this presence on the points are believed.
const PRESENT: f32 = 0.5;

/// A face without a mesh must convince the detector this much.
const SURE_WITHOUT_MESH: f32 = 0.75;

/// The network of the points.
#[derive(Debug)]
pub(super) struct Mesh {
    network: Network,
}

impl Mesh {
    pub(super) fn load() -> Result<Self, NetworkError> {
        let network = Network::read(include_bytes!("../../models/face_mesh.network"))?;
        Ok(Self { network })
    }

    /// The face with its points, or with none if they do not fit, or nothing if it is no face.
    pub(super) fn face(&self, picture: &Rgb8, found: &Found) -> Option<Face> {
        let along = found.eyes[1].minus(found.eyes[0]);
        let half = found.size.x.max(found.size.y) * AROUND / 2.0;
        let direction = if along.length() > 0.0 {
            along.times(1.0 / along.length())
        } else {
            Point::new(1.0, 0.0)
        };
        let cut = Square {
            middle: found.middle,
            right: direction.times(half),
        };
        let (landmarks, presence) = self.points(picture, &cut);
        let landmarks = if presence >= PRESENT {
            landmarks
        } else if found.score >= SURE_WITHOUT_MESH {
            Vec::new()
        } else {
            return None;
        };
        Some(Face {
            score: found.score,
            landmarks,
            found: *found,
            frame: picture.size(),
        })
    }

    /// The points in pixels of the picture, and how much of a face there is in the square, 0 to 1.
    fn points(&self, picture: &Rgb8, cut: &Square) -> (Vec<Point>, f32) {
        let side = self.network.input()[0];
        let outputs = self.network.run(square(picture, cut, side));
        let [points, presence] = outputs.as_slice() else {
            return (Vec::new(), 0.0);
        };
        let scale = 1.0 / side as f32;
        let landmarks = points
            .values
            .chunks_exact(3)
            .map(|point| cut.place(point[0] * scale, point[1] * scale))
            .collect();
        let logit = presence.values.first().copied().unwrap_or(f32::MIN);
        (landmarks, 1.0 / (1.0 + (-logit).exp()))
    }
}
