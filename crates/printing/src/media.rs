//! Paper sizes, in the unit IPP uses: hundredths of a millimetre.

use std::fmt;

use order::PrintSize;
use serde::{Deserialize, Serialize};

/// The size of a medium, in 1/100 mm, in the orientation in which the printer feeds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MediaSize {
    /// Across the feed (`x-dimension`), 1/100 mm.
    pub width: u32,
    /// Along the feed (`y-dimension`), 1/100 mm.
    pub height: u32,
}

/// A size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PixelSize {
    /// Pixels across the feed.
    pub width: u32,
    /// Pixels along the feed.
    pub height: u32,
}

/// A medium that is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaReady {
    /// Its size, overspill included where the printer counts it in.
    pub size: MediaSize,
    /// The exact pixels of a sheet for it, in the same orientation as `size`.
    pub pixels: PixelSize,
    /// The resolution of `pixels`, dots per inch.
    pub dpi: u32,
    /// Whether the printer can print it to the edge on all four sides.
    pub borderless: bool,
    /// `media-source`, as the printer spells it.
    pub source: Option<String>,
    /// `media-type`, as the printer spells it.
    pub media_type: Option<String>,
}

/// 1/100 mm in an inch.
const HUNDREDTHS_PER_INCH: u64 = 2540;

/// How far a medium may be from the size on the price list and still be that size. It bridges
/// millimetres and inches (102 x 152 mm is sold as 4 x 6 in, 101.6 x 152.4 mm) and stays far from
/// the next size on sale.
const TOLERANCE: u32 = 250;

/// How much a borderless printer may count in on top for what it prints over the edge and cuts
/// off: 3 to 6.5 mm among the dye-sub printers known.
const MOST_OVERSPILL: u32 = 700;

impl MediaSize {
    /// A size from whole millimetres.
    pub const fn from_mm(width_mm: u32, height_mm: u32) -> Self {
        Self {
            width: width_mm.saturating_mul(100),
            height: height_mm.saturating_mul(100),
        }
    }

    /// The size in pixels at `dpi`, each side rounded to the nearest pixel.
    pub fn pixels(self, dpi: u32) -> PixelSize {
        PixelSize {
            width: pixels(self.width, dpi),
            height: pixels(self.height, dpi),
        }
    }

    fn sides(self) -> (u32, u32) {
        (self.width.min(self.height), self.width.max(self.height))
    }
}

impl fmt::Display for MediaSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mm = |hundredths: u32| f64::from(hundredths) / 100.0;
        write!(f, "{}x{} mm", mm(self.width), mm(self.height))
    }
}

fn pixels(hundredths: u32, dpi: u32) -> u32 {
    let doubled = u64::from(hundredths) * u64::from(dpi) * 2 + HUNDREDTHS_PER_INCH;
    u32::try_from(doubled / (2 * HUNDREDTHS_PER_INCH)).unwrap_or(u32::MAX)
}

/// The loaded medium to print `size` on, in either orientation: borderless before bordered, the
/// exact size before one with overspill, and then the nearest. `None` means that this size cannot
/// be sold now. What shares a sheet needs the whole sheet's paper.
pub fn media_for(size: PrintSize, ready: &[MediaReady]) -> Option<&MediaReady> {
    let paper = size.paper();
    let wanted = MediaSize::from_mm(paper.width_mm(), paper.height_mm());
    ready
        .iter()
        .filter_map(|medium| Some((!medium.borderless, misfit(wanted, medium.size)?, medium)))
        .min_by_key(|(bordered, misfit, _)| (*bordered, *misfit))
        .map(|(_, _, medium)| medium)
}

/// How badly `loaded` fits, in 1/100 mm; `None` if it is another size altogether.
fn misfit(wanted: MediaSize, loaded: MediaSize) -> Option<u32> {
    let (wanted, loaded) = (wanted.sides(), loaded.sides());
    let off = [(wanted.0, loaded.0), (wanted.1, loaded.1)];
    let total = off.iter().map(|(w, l)| w.abs_diff(*l)).sum();
    let exact = off.iter().all(|(w, l)| w.abs_diff(*l) <= TOLERANCE);
    let overspilt = off
        .iter()
        .all(|(w, l)| (*w..=w.saturating_add(MOST_OVERSPILL)).contains(l));
    (exact || overspilt).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn medium(width: u32, height: u32, borderless: bool) -> MediaReady {
        let size = MediaSize { width, height };
        MediaReady {
            size,
            pixels: size.pixels(300),
            dpi: 300,
            borderless,
            source: None,
            media_type: None,
        }
    }

    #[test]
    fn pixels_are_rounded_to_the_nearest() {
        let cases = [
            ((10160, 15240), 300, (1200, 1800)),
            ((10200, 15200), 300, (1205, 1795)),
            ((15200, 20300), 300, (1795, 2398)),
            ((10499, 15612), 300, (1240, 1844)),
        ];
        for ((width, height), dpi, expected) in cases {
            let pixels = MediaSize { width, height }.pixels(dpi);
            assert_eq!(
                (pixels.width, pixels.height),
                expected,
                "{width}x{height} at {dpi} dpi"
            );
        }
    }

    #[test]
    fn the_paper_for_a_print_is_found_in_inches_and_sideways() {
        let ready = [medium(20320, 15240, true), medium(10160, 15240, true)];
        assert_eq!(
            media_for(PrintSize::SixInch, &ready),
            Some(&ready[1]),
            "4x6 in is the 6-inch print"
        );
        assert_eq!(
            media_for(PrintSize::EightInch, &ready),
            Some(&ready[0]),
            "an 8x6 in roll gives 8-inch prints whichever way it feeds"
        );
    }

    #[test]
    fn overspill_counts_as_the_same_paper_and_other_paper_does_not() {
        let dye_sub = [medium(10499, 15612, true)];
        assert!(
            media_for(PrintSize::SixInch, &dye_sub).is_some(),
            "a dye-sub queue counts in what it cuts off"
        );
        let five_by_seven = [medium(12700, 17780, true), medium(10000, 14800, true)];
        assert_eq!(
            media_for(PrintSize::SixInch, &five_by_seven),
            None,
            "a postcard is 4 mm short of the 6-inch print"
        );
    }

    #[test]
    fn each_size_finds_its_paper_and_no_other() {
        // What dye-subs lay down for 3.5 x 5, 4 x 6 and 6 x 8 inches (1088 x 1548, 1240 x 1844 and
        // 1844 x 2436 px at 300 dpi), and 5 x 7, which nobody sells here.
        let ready = [
            medium(9_212, 13_106, true),
            medium(10_499, 15_612, true),
            medium(15_612, 20_625, true),
            medium(13_106, 18_101, true),
        ];
        let found = |size| media_for(size, &ready).map(|medium| medium.size.width);
        for (size, width) in [
            (PrintSize::FiveInch, 9_212),
            (PrintSize::SixInch, 10_499),
            (PrintSize::EightInch, 15_612),
            (PrintSize::FourSmall, 10_499),
        ] {
            assert_eq!(found(size), Some(width), "the paper of {size:?}");
        }
        let japanese = [medium(8_900, 12_700, true)];
        assert!(
            media_for(PrintSize::FiveInch, &japanese).is_some(),
            "89 x 127 mm is 3.5 x 5 inches"
        );
        assert_eq!(
            media_for(PrintSize::SixInch, &japanese),
            None,
            "and too small for anything else"
        );
    }

    #[test]
    fn borderless_paper_is_preferred() {
        let ready = [medium(10200, 15200, false), medium(10160, 15240, true)];
        assert_eq!(
            media_for(PrintSize::SixInch, &ready),
            Some(&ready[1]),
            "a white edge is the number-one complaint"
        );
    }
}
