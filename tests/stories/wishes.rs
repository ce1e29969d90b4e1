//! What the customers of most stories want: three small sheets.

use anyhow::Result;
use order::PrintSize;
use stories::photographs::{Held, Painting};
use stories::visit::Wanted;

/// One 6-inch print twice and one 8-inch print: three sheets for 10.00.
pub(crate) fn three_sheets() -> Result<Vec<Wanted>> {
    let first = Painting {
        width: 640,
        height: 960,
        tint: 60,
    };
    let second = Painting {
        width: 720,
        height: 960,
        tint: 180,
    };
    Ok(vec![
        Wanted {
            file: first.jpeg("first.jpg", Held::Level, "first")?,
            size: PrintSize::SixInch,
            copies: 2,
            recipe: None,
        },
        Wanted {
            file: second.jpeg("second.jpg", Held::OnItsOtherSide, "second")?,
            size: PrintSize::EightInch,
            copies: 1,
            recipe: None,
        },
    ])
}
