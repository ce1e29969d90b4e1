//! Four inks in, three colours out.

/// Nodes along each side, as many as littleCMS itself takes for four inks: with 17, the worst colour
/// of `tests/colour_proof.rs` is 2.4 off.
const SIDE: usize = 23;

/// Cyan, magenta, yellow and black in, three numbers out.
pub(super) struct InkLattice {
    /// `SIDE` to the fourth; cyan is slowest and black fastest. The fourth number is padding.
    nodes: Vec<[u16; 4]>,
}

impl InkLattice {
    /// The inks whose conversion [`Self::new`] needs, in its order; 65,535 is full ink.
    pub(super) fn colours() -> Vec<[u16; 4]> {
        let step = |index: usize| (index % SIDE * 65_535 / (SIDE - 1)) as u16;
        (0..SIDE.pow(4))
            .map(|index| {
                [
                    step(index / SIDE.pow(3)),
                    step(index / SIDE.pow(2)),
                    step(index / SIDE),
                    step(index),
                ]
            })
            .collect()
    }

    /// `None`, if that is not a lattice's number of colours.
    pub(super) fn new(converted: &[[u16; 3]]) -> Option<Self> {
        (converted.len() == SIDE.pow(4)).then(|| Self {
            nodes: converted
                .iter()
                .map(|[red, green, blue]| [*red, *green, *blue, 0])
                .collect(),
        })
    }

    /// Converts pixels of four bytes to pixels of three; 255 is full ink.
    pub(super) fn run(&self, from: &[u8], to: &mut [u8]) {
        for (inks, to) in from.chunks_exact(4).zip(to.chunks_exact_mut(3)) {
            to.copy_from_slice(&self.at([inks[0], inks[1], inks[2], inks[3]]));
        }
    }

    /// Simplex interpolation: as in three dimensions, from the node below along the axes in the
    /// order of how far the colour lies along each.
    fn at(&self, inks: [u8; 4]) -> [u8; 3] {
        const STEPS: [usize; 4] = [SIDE * SIDE * SIDE, SIDE * SIDE, SIDE, 1];
        let mut at = 0;
        let mut axes = [(0_u32, 0_usize); 4]; // how far in 255ths, and the step to the next node
        for ((axis, ink), step) in axes.iter_mut().zip(inks).zip(STEPS) {
            let scaled = usize::from(ink) * (SIDE - 1);
            let node = (scaled / 255).min(SIDE - 2);
            at += node * step;
            *axis = ((scaled - node * 255) as u32, step);
        }
        axes.sort_unstable_by_key(|(part, _)| std::cmp::Reverse(*part));
        let mut sum = [0_u32; 3];
        let mut before = 255;
        for (part, step) in axes {
            self.add(&mut sum, at, before - part);
            before = part;
            at += step;
        }
        self.add(&mut sum, at, before);
        sum.map(|sum| ((sum + 32_767) / 65_535) as u8)
    }

    fn add(&self, sum: &mut [u32; 3], at: usize, weight: u32) {
        let node = self.nodes.get(at).copied().unwrap_or([u16::MAX; 4]);
        for (sum, value) in sum.iter_mut().zip(node) {
            *sum += u32::from(value) * weight;
        }
    }
}

/// Inks on white paper, for want of a profile: each lets through what it does not take, and black
/// takes from all. It is what a viewer without colour management shows, stronger in colour than
/// any press.
pub(super) fn without_profile(inks: [u8; 4]) -> [u8; 3] {
    let light = |ink: u8| u32::from(255 - ink);
    let black = light(inks[3]);
    [inks[0], inks[1], inks[2]].map(|ink| ((light(ink) * black + 127) / 255) as u8)
}
