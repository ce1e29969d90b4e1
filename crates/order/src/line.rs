//! One photo of an order, with how it is printed and how often.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::PhotoId;
use crate::print_size::PrintSize;
use crate::recipe::Recipe;

/// The most copies of one photo a customer may ask for in one go.
pub const MOST_COPIES: u32 = 50;

/// The most sheets one order may have, so that one customer cannot hold a kiosk for hours.
pub const MOST_SHEETS: u32 = 200;

/// One photo, printed `copies` times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OrderLine {
    /// The photo.
    pub photo: PhotoId,
    /// The print's size.
    pub size: PrintSize,
    /// 1 to [`MOST_COPIES`].
    pub copies: u32,
    /// How the photo becomes the print.
    pub recipe: Recipe,
}
