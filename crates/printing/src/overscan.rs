//! What a borderless printer prints over the edge of the paper and cuts off.

use order::PrintSize;

use crate::media::{MediaReady, PixelSize};

/// The pixels of a sheet that are cut off on each side, in the orientation in which the printer
/// feeds it. What lies inside is the trimmed print that a customer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Overscan {
    /// Cut off on the left, pixels.
    pub left: u32,
    /// Cut off on the right, pixels.
    pub right: u32,
    /// Cut off at the top, pixels.
    pub top: u32,
    /// Cut off at the bottom, pixels.
    pub bottom: u32,
}

/// Fewer pixels than this on a whole side are the difference between inches and millimetres, not
/// overscan: 0.8 mm at 300 dpi.
const LEAST_PX: u32 = 9;

impl Overscan {
    /// What the medium counts in beyond the sheet of a `size` print, half of it on each side: a
    /// dye-sub printer lays down 1844 x 1240 pixels and cuts 1800 x 1200 out of them.
    pub fn of(size: PrintSize, medium: &MediaReady) -> Self {
        let PixelSize { width, height } = medium.pixels;
        let trimmed = trimmed(size, medium.dpi, width > height);
        let beyond = |sheet: u32, print: u32| {
            let beyond = sheet.saturating_sub(print);
            if medium.borderless && beyond >= LEAST_PX {
                beyond
            } else {
                0
            }
        };
        let across = beyond(width, trimmed.width);
        let along = beyond(height, trimmed.height);
        Self {
            left: across / 2,
            right: across - across / 2,
            top: along / 2,
            bottom: along - along / 2,
        }
    }

    /// The pixels that are left of a sheet.
    pub const fn trimmed(self, sheet: PixelSize) -> PixelSize {
        PixelSize {
            width: sheet.width.saturating_sub(self.left + self.right),
            height: sheet.height.saturating_sub(self.top + self.bottom),
        }
    }
}

/// The trimmed sheet in pixels, held as the medium is.
fn trimmed(size: PrintSize, dpi: u32, wide: bool) -> PixelSize {
    let (short, long) = size.paper().trimmed_tenths_mm();
    let pixels = |tenths_mm: u32| (tenths_mm * dpi + 127) / 254;
    let (short, long) = (pixels(short), pixels(long));
    if wide {
        PixelSize {
            width: long,
            height: short,
        }
    } else {
        PixelSize {
            width: short,
            height: long,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::MediaSize;

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
    fn a_dye_sub_cuts_off_what_it_prints_beyond_the_paper() {
        let overscan = Overscan::of(PrintSize::SixInch, &medium(10_499, 15_612, true));
        assert_eq!(
            overscan,
            Overscan {
                left: 20,
                right: 20,
                top: 22,
                bottom: 22
            },
            "1240 x 1844 pixels for a print of 1200 x 1800"
        );
        assert_eq!(
            overscan.trimmed(PixelSize {
                width: 1240,
                height: 1844
            }),
            PixelSize {
                width: 1200,
                height: 1800
            },
            "and that is what is left"
        );
    }

    #[test]
    fn paper_of_the_print_s_own_size_loses_nothing() {
        for exact in [(10_160, 15_240), (15_240, 10_160), (10_200, 15_200)] {
            assert_eq!(
                Overscan::of(PrintSize::SixInch, &medium(exact.0, exact.1, true)),
                Overscan::default(),
                "{exact:?} is the 6-inch print, in inches or in millimetres"
            );
        }
        assert_eq!(
            Overscan::of(PrintSize::SixInch, &medium(10_499, 15_612, false)),
            Overscan::default(),
            "a printer with margins cuts nothing"
        );
    }
}
