//! Sheets: several pictures on one piece of paper, placed to the pixel, with marks to cut along.
//!
//! A [`Layout`] says in millimetres what goes on the paper, [`Layout::arrange`] says in pixels
//! where, the caller renders each picture to the size of its [`Spot`], and [`compose`] puts them
//! down. An [`IndexPage`] is a sheet of small numbered pictures that tells what an order was.
//!
//! Everything is whole numbers: the same layout on the same paper is the same sheet, always.

mod arrange;
mod canvas;
mod compose;
mod digits;
mod fit;
mod index;
mod layout;
mod marks;
mod paper;
mod ruler;
mod shelves;

pub use arrange::{Arrangement, Spot};
pub use compose::{ComposeError, compose};
pub use index::IndexPage;
pub use layout::{Layout, LayoutError, PictureSize, Spacing};
pub use marks::CutMarks;
pub use paper::{Overscan, Paper, PaperError};
