//! A colour function as a table: its values at the nodes of a lattice in the colour cube, and
//! tetrahedral interpolation between them.
//!
//! Whatever the sliders and the look do to a colour costs one look-up of four nodes a pixel. Greys
//! lie on the diagonal that all six tetrahedra of a cell share, so they stay as neutral as the
//! function makes them.

use super::colour::Samples;

/// Pixels that go through together: the work that can be done for many at once is done for these.
pub(crate) const BLOCK: usize = 32;

/// One over [`Multiplier::ONE`]th is the unit of what a pixel is multiplied with on its way in.
const GAIN_BITS: u32 = 12;

/// What each pixel of a block is multiplied with before its colour is looked up, in 4096ths, up to
/// 15.
pub(crate) type Gains = [u32; BLOCK];

/// No change.
pub(crate) const NO_GAINS: Gains = [1 << GAIN_BITS; BLOCK];

/// A gain as [`Gains`] has it.
#[inline(always)]
pub(crate) fn gain(factor: f32) -> u32 {
    (factor * (1 << GAIN_BITS) as f32) as u32
}

/// A table of colours.
pub(crate) struct Lattice {
    /// Nodes along an edge of the cube.
    edge: u32,
    /// Red runs slowest, blue fastest. Samples in 256ths of an 8-bit level; the fourth is unused and
    /// makes a node one load.
    nodes: Vec<[u16; 4]>,
}

impl Lattice {
    /// Fine enough for a print.
    pub(crate) const FINE: u32 = 33;
    /// Fine enough for a picture of a thumb's size, and made in an eighth of the time.
    pub(crate) const COARSE: u32 = 17;

    /// The values of `function` at the nodes. `edge` is at least 2 and at most 33.
    pub(crate) fn of(edge: u32, function: impl Fn(Samples) -> Samples) -> Self {
        let last = (edge - 1) as f32;
        let mut nodes = Vec::with_capacity((edge * edge * edge) as usize);
        for red in 0..edge {
            for green in 0..edge {
                for blue in 0..edge {
                    let colour = [red, green, blue].map(|step| step as f32 / last);
                    let [red, green, blue] = function(colour)
                        .map(|sample| (sample.clamp(0.0, 1.0) * 65_280.0 + 0.5) as u16);
                    nodes.push([red, green, blue, 0]);
                }
            }
        }
        Self { edge, nodes }
    }

    /// Looks up a block of pixels in place.
    #[inline(always)]
    pub(crate) fn look_up(&self, pixels: &mut [u8; 3 * BLOCK], gains: &Gains) {
        let places = self.places(pixels, gains);
        let beyond = self.edge * self.edge + self.edge + 1;
        for (x, pixel) in pixels.chunks_exact_mut(3).enumerate() {
            let first = places.first[x];
            let corners = [
                first,
                first + places.second[x],
                first + places.third[x],
                first + beyond,
            ]
            .map(|corner| self.nodes.get(corner as usize).copied().unwrap_or_default());
            let mut sum = [HALF_LEVEL; 4];
            for (corner, shares) in corners.iter().zip(&places.shares) {
                for (sum, sample) in sum.iter_mut().zip(corner) {
                    *sum += ((u32::from(*sample) * shares[x]) >> 16) as u16;
                }
            }
            for (sample, sum) in pixel.iter_mut().zip(sum) {
                *sample = (sum >> 8) as u8;
            }
        }
    }

    /// Where in the lattice each pixel lies. Plain loops over arrays of equal length, which the
    /// compiler turns into vector instructions.
    #[inline(always)]
    fn places(&self, pixels: &[u8; 3 * BLOCK], gains: &Gains) -> Places {
        let edge = self.edge;
        // 16 bits behind the point; rounded up, so that 255 reaches the last node.
        let scale = ((edge - 1) << 16) / 255 + 1;
        let top = ((edge - 1) << 16) - 1;
        let mut places = Places::default();
        for x in 0..BLOCK {
            let factor = (scale * gains[x]) >> GAIN_BITS;
            let red = (u32::from(pixels[3 * x]) * factor).min(top);
            let green = (u32::from(pixels[3 * x + 1]) * factor).min(top);
            let blue = (u32::from(pixels[3 * x + 2]) * factor).min(top);
            places.first[x] = ((red >> 16) * edge + (green >> 16)) * edge + (blue >> 16);
            let [red, green, blue] = [red & 0xffff, green & 0xffff, blue & 0xffff];
            let most = red.max(green).max(blue);
            let least = red.min(green).min(blue);
            let middle = red + green + blue - most - least;
            let step = |is_red: bool, is_green: bool| {
                if is_red {
                    edge * edge
                } else if is_green {
                    edge
                } else {
                    1
                }
            };
            places.second[x] = step(red == most, green == most);
            places.third[x] = edge * edge + edge + 1 - step(red == least, green == least);
            places.shares[0][x] = 0xffff - most;
            places.shares[1][x] = most - middle;
            places.shares[2][x] = middle - least;
            places.shares[3][x] = least;
        }
        places
    }
}

/// Rounds the sum of four products to a level, and makes up for what the four lost (at most one
/// 256th each).
const HALF_LEVEL: u16 = 128 + 2;

/// The tetrahedra of a block of pixels: the first corner's node, how many nodes further the next
/// two are, and the shares of all four in 65535ths.
#[derive(Default)]
struct Places {
    first: [u32; BLOCK],
    second: [u32; BLOCK],
    third: [u32; BLOCK],
    shares: [[u32; BLOCK]; 4],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(lattice: &Lattice, colour: [u8; 3]) -> [u8; 3] {
        let mut pixels = [0; 3 * BLOCK];
        for pixel in pixels.chunks_exact_mut(3) {
            pixel.copy_from_slice(&colour);
        }
        lattice.look_up(&mut pixels, &NO_GAINS);
        [pixels[0], pixels[1], pixels[2]]
    }

    fn colours() -> impl Iterator<Item = [u8; 3]> {
        (0..20_000_u32).map(|seed| {
            let mixed = seed.wrapping_mul(2_654_435_761) ^ (seed << 13);
            [mixed as u8, (mixed >> 8) as u8, (mixed >> 16) as u8]
        })
    }

    #[test]
    fn a_table_of_nothing_changes_nothing() {
        for edge in [Lattice::COARSE, Lattice::FINE] {
            let lattice = Lattice::of(edge, |colour| colour);
            for colour in colours().chain((0..=255).map(|grey| [grey; 3])) {
                assert_eq!(
                    through(&lattice, colour),
                    colour,
                    "through a table of {edge} nodes an edge"
                );
            }
        }
    }

    #[test]
    fn between_nodes_the_table_is_the_function() {
        let bent = |[red, green, blue]: Samples| {
            [
                red.powf(1.3),
                1.0 - (1.0 - green).powf(1.2),
                (blue + red * green) / 2.0,
            ]
        };
        let lattice = Lattice::of(Lattice::FINE, bent);
        for colour in colours() {
            let wanted = bent(colour.map(|sample| f32::from(sample) / 255.0));
            for (seen, wanted) in through(&lattice, colour).into_iter().zip(wanted) {
                assert!(
                    (f32::from(seen) - wanted * 255.0).abs() < 1.1,
                    "{colour:?} gave {seen} and should give {}",
                    wanted * 255.0
                );
            }
        }
    }

    #[test]
    fn a_gain_goes_in_before_the_table() {
        let lattice = Lattice::of(Lattice::FINE, |colour| colour);
        let mut pixels = [100; 3 * BLOCK];
        lattice.look_up(&mut pixels, &[gain(1.5); BLOCK]);
        assert!(pixels.iter().all(|sample| *sample == 150), "{pixels:?}");
        lattice.look_up(&mut pixels, &[gain(3.0); BLOCK]);
        assert!(
            pixels.iter().all(|sample| *sample == 255),
            "what is brighter than white is white"
        );
    }
}
