//! A tone and a look, made ready for pixels.

use order::recipe::{Look, LookSetting, Tone};

use super::lattice::{BLOCK, Block, Lattice, NO_GAINS};
use super::light::Light;
use super::mixing::Corners;
use super::relief::{Relief, Rows, Sliders};
use super::screen::{Screen, to_screen};
use crate::look::Style;
use crate::picture::Rgb8;
use crate::simd::for_each_processor;

/// What the numbers of the graded picture mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The working space.
    Working,
    /// sRGB, for a screen.
    Srgb,
}

/// How finely colours are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// For prints and for a picture that fills the screen.
    Fine,
    /// For one of a thumb's size.
    Coarse,
}

/// Tone and look as one table and two numbers.
pub(crate) struct Grading {
    table: Lattice,
    sliders: Option<Sliders>,
}

/// The way of a colour through everything that does not depend on its place.
struct Way {
    light: Option<Light>,
    style: Option<Style>,
    screen: Option<Screen>,
}

for_each_processor! {
    fn write_table(way: &Way, table: &mut Lattice) {
        way.write(table);
    }
}

for_each_processor! {
    fn grade_row(grading: &Grading, row: &mut [u8], rows: Option<&Rows<'_>>) {
        grading.grade_blocks(row, rows);
    }
}

impl Way {
    #[inline(always)]
    fn write(&self, table: &mut Lattice) {
        for batch in 0..table.batches() {
            let mut colours = table.colours(batch);
            if let Some(light) = &self.light {
                light.shed(&mut colours);
            }
            if let Some(style) = &self.style {
                style.worn_by(&mut colours);
            }
            if let Some(screen) = self.screen {
                screen.show(&mut colours);
            }
            table.write(batch, &colours);
        }
    }
}

impl Grading {
    /// `None`, if nothing would change.
    pub(crate) fn new(
        tone: &Tone,
        look: LookSetting,
        meaning: Meaning,
        detail: Detail,
    ) -> Option<Self> {
        let light = Light::of(tone);
        let style = (look.name != Look::None && look.strength > 0).then(|| Style::of(look));
        let sliders = (tone.highlights != 0 || tone.shadows != 0).then(|| Sliders {
            highlights: tone.highlights as f32 / 100.0,
            shadows: tone.shadows as f32 / 100.0,
        });
        if meaning == Meaning::Working && light.is_none() && style.is_none() && sliders.is_none() {
            return None;
        }
        let mut table = Lattice::new(match detail {
            Detail::Fine => Lattice::FINE,
            Detail::Coarse => Lattice::COARSE,
        });
        let screen = (meaning == Meaning::Srgb).then(to_screen);
        let way = Way {
            light,
            style,
            screen,
        };
        write_table(&way, &mut table);
        Some(Self { table, sliders })
    }

    /// Whether [`Self::apply`] wants the picture's relief.
    pub(crate) const fn needs_relief(&self) -> bool {
        self.sliders.is_some()
    }

    /// Grades a picture in place. Without a relief, highlights and shadows stay.
    pub(crate) fn apply(&self, picture: &mut Rgb8, relief: Option<&Relief>) {
        let size = picture.size();
        let (width, height) = (size.width_px() as usize, size.height_px() as usize);
        let mut rows = self
            .sliders
            .zip(relief)
            .map(|(sliders, relief)| relief.rows(width, height, sliders));
        for (y, row) in picture.pixels_mut().chunks_exact_mut(3 * width).enumerate() {
            if let Some(rows) = &mut rows {
                rows.go_to(y);
            }
            grade_row(self, row, rows.as_ref());
        }
    }

    #[inline(always)]
    fn grade_blocks(&self, row: &mut [u8], rows: Option<&Rows<'_>>) {
        let (blocks, rest) = row.as_chunks_mut();
        let done = blocks.len() * BLOCK;
        let mut desk = Corners::default();
        for (block, pixels) in blocks.iter_mut().enumerate() {
            self.grade_block(block * BLOCK, pixels, rows, &mut desk);
        }
        if !rest.is_empty() {
            let mut pixels = [0; 3 * BLOCK];
            pixels[..rest.len()].copy_from_slice(rest);
            self.grade_block(done, &mut pixels, rows, &mut desk);
            rest.copy_from_slice(&pixels[..rest.len()]);
        }
    }

    #[inline(always)]
    fn grade_block(
        &self,
        x: usize,
        pixels: &mut [u8; 3 * BLOCK],
        rows: Option<&Rows<'_>>,
        desk: &mut Corners,
    ) {
        let block = Block::of(pixels);
        let gains = match rows {
            Some(rows) => rows.gains(x, &block),
            None => NO_GAINS,
        };
        self.table.look_up(&block, &gains, pixels, desk);
    }
}
