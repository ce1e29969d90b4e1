//! The unsharp mask that every print gets, row by row: it makes up for the softness of resizing
//! and of dye on paper. It works on lightness alone, so that edges get no coloured fringes.
//!
//! Differences of up to two levels are noise or skin, not edges, and are left alone.

mod mask;

use mask::{gains, lightness, sharpened, sum_across, sum_down};

/// The density at which the blur that is taken away has a sigma of one pixel.
const USUAL_DPI: f64 = 300.0;

/// How much of the difference from the blurred picture is added when nobody has moved the slider.
const USUAL_AMOUNT: f64 = 0.8;

/// What the weights of the blur add up to along one side.
const ONE: i32 = 64;

/// How a picture is sharpened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sharpening {
    /// The weights of the blur along one side, an odd number of them.
    weights: Vec<i16>,
    /// How much is added, in 1024ths.
    amount: i16,
    /// Differences below this, in 64ths of a level, are left alone.
    threshold: i16,
}

impl Sharpening {
    /// For a print of `dpi`, or a preview of as many pixels to the inch of the print it stands
    /// for. `sharpness` is the recipe's, -100 to 100: the halves below -50 blur.
    pub(crate) fn new(dpi: f64, sharpness: i32) -> Self {
        let wanted = f64::from(sharpness.clamp(-100, 100)) / 100.0;
        let amount = if wanted < 0.0 {
            USUAL_AMOUNT * (1.0 + 2.0 * wanted)
        } else {
            USUAL_AMOUNT * (1.0 + 1.5 * wanted)
        };
        Self {
            weights: gaussian((dpi / USUAL_DPI).clamp(0.3, 2.5)),
            amount: (amount * 1024.0) as i16,
            threshold: if amount > 0.0 { 2 * ONE as i16 } else { 0 },
        }
    }

    /// For a preview on a screen, which needs no sharpening of its own: only what the slider adds to
    /// the usual or takes from it. `None`, if that is nothing.
    pub(crate) fn on_screen(dpi: f64, sharpness: i32) -> Option<Self> {
        let usual = Self::new(dpi, 0).amount;
        let wanted = Self::new(dpi, sharpness);
        (wanted.amount != usual).then(|| Self {
            // Less than minus one would turn edges around.
            amount: (wanted.amount - usual).max(-1024),
            ..wanted
        })
    }

    fn radius(&self) -> usize {
        self.weights.len() / 2
    }
}

/// The weights of a Gaussian of that sigma in pixels, which add up to [`ONE`].
fn gaussian(sigma: f64) -> Vec<i16> {
    let radius = (2.0 * sigma).ceil() as i32;
    let height = |x: i32| (-f64::from(x * x) / (2.0 * sigma * sigma)).exp();
    let sum: f64 = (-radius..=radius).map(height).sum();
    let mut weights: Vec<i16> = (-radius..=radius)
        .map(|x| (height(x) / sum * f64::from(ONE)).round() as i16)
        .collect();
    let left: i16 = ONE as i16 - weights.iter().sum::<i16>();
    weights[radius as usize] += left;
    weights
}

/// Sharpens rows as they come. A row can be handed on once those below it are known.
pub(crate) struct Sharpener {
    how: Sharpening,
    /// The last rows, as many as there are weights: row `y` in slot `y % slots`.
    slots: Vec<Slot>,
    padded: Vec<i16>,
    gains: Vec<i16>,
    finished: Vec<u8>,
    seen: usize,
}

#[derive(Clone)]
struct Slot {
    pixels: Vec<u8>,
    lightness: Vec<i16>,
    /// The lightness blurred from left to right, times [`ONE`].
    across: Vec<i16>,
}

impl Sharpener {
    /// For rows of `width` pixels, at least 1.
    pub(crate) fn new(how: Sharpening, width: usize) -> Self {
        let slot = Slot {
            pixels: vec![0; width * 3],
            lightness: vec![0; width],
            across: vec![0; width],
        };
        Self {
            slots: vec![slot; how.weights.len()],
            padded: vec![0; width + 2 * how.radius()],
            gains: vec![0; width],
            finished: vec![0; width * 3],
            seen: 0,
            how,
        }
    }

    /// Takes the next row, and hands on the row that it completes.
    pub(crate) fn row(&mut self, pixels: &[u8], mut next: impl FnMut(&[u8])) {
        let slots = self.slots.len();
        let radius = self.how.radius();
        let slot = &mut self.slots[self.seen % slots];
        slot.pixels.copy_from_slice(pixels);
        lightness(pixels, &mut slot.lightness);
        let width = slot.lightness.len();
        self.padded[..radius].fill(slot.lightness[0]);
        self.padded[radius..radius + width].copy_from_slice(&slot.lightness);
        self.padded[radius + width..].fill(slot.lightness[width - 1]);
        sum_across(&self.padded, &self.how.weights, &mut slot.across);
        self.seen += 1;
        if self.seen > radius {
            self.sharpen(self.seen - 1 - radius);
            next(&self.finished);
        }
    }

    /// Hands on the rows that were waiting for more.
    pub(crate) fn finish(mut self, mut next: impl FnMut(&[u8])) {
        for row in self.seen.saturating_sub(self.how.radius())..self.seen {
            self.sharpen(row);
            next(&self.finished);
        }
    }

    /// Beyond the first and the last row, these go on.
    fn sharpen(&mut self, row: usize) {
        let slots = self.slots.len();
        let radius = self.how.radius();
        let neighbours: Vec<&[i16]> = (0..slots)
            .map(|step| {
                let near = (row + step).saturating_sub(radius).min(self.seen - 1);
                self.slots[near % slots].across.as_slice()
            })
            .collect();
        sum_down(&neighbours, &self.how.weights, &mut self.gains);
        let slot = &self.slots[row % slots];
        gains(
            &slot.lightness,
            self.how.threshold,
            self.how.amount,
            &mut self.gains,
        );
        sharpened(&slot.pixels, &self.gains, &mut self.finished);
    }
}
