//! Turning and cropping as arithmetic on boxes, so that only the few pixels that are printed are
//! ever moved.
//!
//! Stored pixels become *upright* ones by the file's orientation and *turned* ones by the
//! recipe's quarter turns; a recipe's crop lies in the turned picture. [`Turn`] carries a box back
//! to where its pixels are stored.

mod frame;
mod placement;
mod tilt;
mod turn;

pub(crate) use frame::Frame;
pub(crate) use placement::{Around, Placement};
pub(crate) use tilt::Tilt;
pub(crate) use turn::{Rows, Turn};
