//! A colour function as a table: its values at the nodes of a lattice in the colour cube, and
//! tetrahedral interpolation between them.
//!
//! Whatever the sliders and the look do to a colour costs one look-up of four nodes a pixel. Greys
//! lie on the diagonal that all six tetrahedra of a cell share, so they stay as neutral as the
//! function makes them.

use super::colour::{Colours, LANES};
use super::mixing::{Corners, Nodes, mix, no_nodes};

/// Pixels that go through together: the work that can be done for many at once is done for these.
pub(crate) const BLOCK: usize = 32;

/// A block of pixels, sample by sample.
pub(crate) struct Block {
    pub red: [u32; BLOCK],
    pub green: [u32; BLOCK],
    pub blue: [u32; BLOCK],
}

impl Block {
    #[inline(always)]
    pub(crate) fn of(pixels: &[u8; 3 * BLOCK]) -> Self {
        let mut block = Self {
            red: [0; BLOCK],
            green: [0; BLOCK],
            blue: [0; BLOCK],
        };
        for x in 0..BLOCK {
            block.red[x] = u32::from(pixels[3 * x]);
            block.green[x] = u32::from(pixels[3 * x + 1]);
            block.blue[x] = u32::from(pixels[3 * x + 2]);
        }
        block
    }
}

/// The bits of a gain behind its point.
const GAIN_BITS: u32 = 12;

/// What each pixel of a block is multiplied with before its colour is looked up, in 4096ths, up to
/// 15.
pub(crate) type Gains = [u32; BLOCK];

/// No change.
pub(crate) const NO_GAINS: Gains = [1 << GAIN_BITS; BLOCK];

/// A gain, 0 to 15, as [`Gains`] has it. (Added to 2^23, a float's last bits are a whole number: a
/// conversion that, unlike `as`, is done for many at once.)
#[inline(always)]
pub(crate) fn gain(factor: f32) -> u32 {
    const WHOLE: f32 = (1 << 23) as f32;
    (factor * (1 << GAIN_BITS) as f32 + WHOLE).to_bits() & 0xffff
}

/// A table of colours.
pub(crate) struct Lattice {
    /// Nodes along an edge of the cube.
    edge: u32,
    /// Red runs slowest, blue fastest.
    nodes: Box<Nodes>,
}

impl Lattice {
    /// Fine enough for a print.
    pub(crate) const FINE: u32 = 33;
    /// Fine enough for a picture of a thumb's size, and made in an eighth of the time.
    pub(crate) const COARSE: u32 = 17;

    /// A lattice whose nodes are to be written. `edge` is 2 to 40.
    pub(crate) fn new(edge: u32) -> Self {
        Self {
            edge,
            nodes: no_nodes(),
        }
    }

    /// How often [`LANES`] nodes must be written until all are.
    pub(crate) const fn batches(&self) -> usize {
        (self.edge * self.edge * self.edge).div_ceil(LANES as u32) as usize
    }

    /// The colours at which the nodes of a batch lie. (The last goes on beyond white.)
    #[inline(always)]
    pub(crate) fn colours(&self, batch: usize) -> Colours {
        let edge = self.edge;
        let share = 1.0 / (edge - 1) as f32;
        let mut colours = Colours::all([0.0; 3]);
        let node = (batch * LANES) as u32;
        let [mut red, mut green, mut blue] =
            [node / (edge * edge), node / edge % edge, node % edge];
        for lane in 0..LANES {
            colours.set(lane, [red, green, blue].map(|step| step as f32 * share));
            blue += 1;
            if blue == edge {
                (blue, green) = (0, green + 1);
            }
            if green == edge {
                (green, red) = (0, red + 1);
            }
        }
        colours
    }

    /// Writes the nodes of a batch.
    #[inline(always)]
    pub(crate) fn write(&mut self, batch: usize, colours: &Colours) {
        let nodes = &mut self.nodes[batch * LANES..(batch + 1) * LANES];
        for (node, lane) in nodes.iter_mut().zip(0..LANES) {
            let [red, green, blue] = colours.get(lane).map(level);
            *node = red | green << 16 | blue << 32;
        }
    }

    /// Looks up a block of pixels and writes what was found. `desk` is where it reckons.
    #[inline(always)]
    pub(crate) fn look_up(
        &self,
        block: &Block,
        gains: &Gains,
        pixels: &mut [u8; 3 * BLOCK],
        desk: &mut Corners,
    ) {
        self.find(block, gains, desk);
        mix(&self.nodes, desk, pixels);
    }

    /// Where in the lattice each pixel lies. Plain loops over arrays of equal length, which the
    /// compiler turns into vector instructions.
    #[inline(always)]
    fn find(&self, block: &Block, gains: &Gains, corners: &mut Corners) {
        let edge = self.edge;
        // 16 bits behind the point; rounded up, so that 255 reaches the last node.
        let scale = ((edge - 1) << 16) / 255 + 1;
        let top = ((edge - 1) << 16) - 1;
        let across = edge * edge + edge + 1;
        for (x, gain) in gains.iter().enumerate() {
            let factor = (scale * gain) >> GAIN_BITS;
            let red = (block.red[x] * factor).min(top);
            let green = (block.green[x] * factor).min(top);
            let blue = (block.blue[x] * factor).min(top);
            let first = ((red >> 16) * edge + (green >> 16)) * edge + (blue >> 16);
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
            corners.places[0][x] = first;
            corners.places[1][x] = first + step(red == most, green == most);
            corners.places[2][x] = first + across - step(red == least, green == least);
            corners.places[3][x] = first + across;
            corners.near[x] = (0xffff - most) | (most - middle) << 16;
            corners.far[x] = (middle - least) | least << 16;
        }
    }
}

/// A sample as a node keeps it.
#[inline(always)]
fn level(sample: f32) -> u64 {
    const WHOLE: f32 = (1 << 23) as f32;
    let level = sample.clamp(0.0, 1.0) * 65_280.0 + WHOLE;
    u64::from(level.to_bits() & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::super::colour::Samples;
    use super::*;

    fn table(edge: u32, function: impl Fn(Samples) -> Samples) -> Lattice {
        let mut lattice = Lattice::new(edge);
        for batch in 0..lattice.batches() {
            let mut colours = lattice.colours(batch);
            colours.each(&function);
            lattice.write(batch, &colours);
        }
        lattice
    }

    fn through(lattice: &Lattice, colour: [u8; 3]) -> [u8; 3] {
        let mut pixels = [0; 3 * BLOCK];
        for pixel in pixels.chunks_exact_mut(3) {
            pixel.copy_from_slice(&colour);
        }
        lattice.look_up(
            &Block::of(&pixels),
            &NO_GAINS,
            &mut pixels,
            &mut Corners::default(),
        );
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
            let lattice = table(edge, |colour| colour);
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
        let lattice = table(Lattice::FINE, bent);
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
        let lattice = table(Lattice::FINE, |colour| colour);
        let mut pixels = [100; 3 * BLOCK];
        let mut desk = Corners::default();
        lattice.look_up(
            &Block::of(&pixels),
            &[gain(1.5); BLOCK],
            &mut pixels,
            &mut desk,
        );
        assert!(pixels.iter().all(|sample| *sample == 150), "{pixels:?}");
        lattice.look_up(
            &Block::of(&pixels),
            &[gain(3.0); BLOCK],
            &mut pixels,
            &mut desk,
        );
        assert!(
            pixels.iter().all(|sample| *sample == 255),
            "what is brighter than white is white"
        );
    }
}
