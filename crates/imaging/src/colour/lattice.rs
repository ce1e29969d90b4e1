//! A table of colours, and every colour between them.

/// Nodes along each side. A power of two plus one puts a node on black, white and the middle.
/// `tests/colour_proof.rs` measures both against littleCMS without any table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fineness {
    /// 33: enough from the smooth curves of a camera to a printer.
    Usual = 33,
    /// 65: from a table to whatever; two tables in a row bend colours twice.
    Fine = 65,
}

/// Red, green and blue in, three numbers out.
pub(super) struct Lattice {
    side: usize,
    /// `side` cubed, blue fastest; the fourth number is padding, so that a node is one load.
    nodes: Vec<[u16; 4]>,
    places: [Place; 256],
}

/// Where an 8-bit sample falls between two nodes.
#[derive(Clone, Copy)]
struct Place {
    /// The node below, counted in steps of this axis.
    node: u32,
    /// How far towards the next one, in 255ths.
    part: u32,
}

impl Lattice {
    /// The colours whose conversion [`Self::new`] needs, in its order.
    pub(super) fn colours(fineness: Fineness) -> Vec<[u16; 3]> {
        let side = fineness as usize;
        let step = |index: usize| (index % side * 65_535 / (side - 1)) as u16;
        (0..side.pow(3))
            .map(|index| [index / side / side, index / side, index].map(step))
            .collect()
    }

    /// `None`, if that is not a lattice's number of colours.
    pub(super) fn new(fineness: Fineness, converted: &[[u16; 3]]) -> Option<Self> {
        let side = fineness as usize;
        (converted.len() == side.pow(3)).then(|| Self {
            side,
            nodes: converted
                .iter()
                .map(|[red, green, blue]| [*red, *green, *blue, 0])
                .collect(),
            places: places(side),
        })
    }

    /// Converts pixels of three bytes; stops at the end of the shorter slice.
    pub(super) fn run(&self, from: &[u8], to: &mut [u8]) {
        let places = &self.places;
        for (from, to) in from.chunks_exact(3).zip(to.chunks_exact_mut(3)) {
            let colour = self.at(
                places[usize::from(from[0])],
                places[usize::from(from[1])],
                places[usize::from(from[2])],
            );
            to.copy_from_slice(&colour);
        }
    }

    /// Tetrahedral interpolation: from the node below, along the axes in the order of how far the
    /// colour lies along each, to the node above. Greys, whose three parts are equal, so stay on
    /// the line from node to node and keep their neutrality.
    #[inline]
    fn at(&self, red: Place, green: Place, blue: Place) -> [u8; 3] {
        let (red_step, green_step, blue_step) = (self.side * self.side, self.side, 1);
        let base =
            red.node as usize * red_step + green.node as usize * green_step + blue.node as usize;
        let (r, g, b) = (red.part, green.part, blue.part);
        // The steps that lie furthest and nearest, and the parts in falling order.
        let (first, last, parts) = if r >= g {
            if g >= b {
                (red_step, blue_step, [r, g, b])
            } else if r >= b {
                (red_step, green_step, [r, b, g])
            } else {
                (blue_step, green_step, [b, r, g])
            }
        } else if r >= b {
            (green_step, blue_step, [g, r, b])
        } else if g >= b {
            (green_step, red_step, [g, b, r])
        } else {
            (blue_step, red_step, [b, g, r])
        };
        let all = red_step + green_step + blue_step;
        let corners = [base, base + first, base + all - last, base + all]
            .map(|at| self.nodes.get(at).copied().unwrap_or([u16::MAX; 4]));
        let weights = [
            255 - parts[0],
            parts[0] - parts[1],
            parts[1] - parts[2],
            parts[2],
        ];
        let channel = |index: usize| {
            let sum: u32 = corners
                .iter()
                .zip(weights)
                .map(|(corner, weight)| u32::from(corner[index]) * weight)
                .sum();
            ((sum + 32_767) / 65_535) as u8
        };
        [channel(0), channel(1), channel(2)]
    }
}

/// The place of every 8-bit sample. The last one falls into the last cell, at its far end, so that
/// every corner is inside the lattice.
fn places(side: usize) -> [Place; 256] {
    std::array::from_fn(|sample| {
        let scaled = sample * (side - 1);
        let node = (scaled / 255).min(side - 2);
        Place {
            node: node as u32,
            part: (scaled - node * 255) as u32,
        }
    })
}
