//! One colour as the eye divides it: how light it is, and which way and how far from grey.
//!
//! All samples are those of the working space, 0 to 1, behind its tone curve, so that equal steps
//! look about equally large.

/// Red, green and blue samples.
pub(crate) type Samples = [f32; 3];

/// How many colours are worked on together.
pub(crate) const LANES: usize = 32;

/// Some colours, kept sample by sample, because so a loop over them becomes vector instructions.
#[derive(Clone, Debug)]
pub(crate) struct Colours {
    pub red: [f32; LANES],
    pub green: [f32; LANES],
    pub blue: [f32; LANES],
}

impl Colours {
    /// All of them the same.
    pub(crate) const fn all([red, green, blue]: Samples) -> Self {
        Self {
            red: [red; LANES],
            green: [green; LANES],
            blue: [blue; LANES],
        }
    }

    /// One of them.
    #[inline(always)]
    pub(crate) const fn get(&self, lane: usize) -> Samples {
        [self.red[lane], self.green[lane], self.blue[lane]]
    }

    /// Another in the place of one.
    #[inline(always)]
    pub(crate) const fn set(&mut self, lane: usize, [red, green, blue]: Samples) {
        self.red[lane] = red;
        self.green[lane] = green;
        self.blue[lane] = blue;
    }

    /// Does the same to each.
    #[inline(always)]
    pub(crate) fn each(&mut self, change: impl Fn(Samples) -> Samples) {
        for lane in 0..LANES {
            self.set(lane, change(self.get(lane)));
        }
    }
}

/// The share of each sample in lightness: the luminances of the Display P3 primaries.
const WEIGHTS: Samples = [0.228_975, 0.691_739, 0.079_287];

/// How light a colour looks.
#[inline(always)]
pub(crate) fn lightness(colour: Samples) -> f32 {
    WEIGHTS[0] * colour[0] + WEIGHTS[1] * colour[1] + WEIGHTS[2] * colour[2]
}

/// A tone curve that keeps the hue: it moves the largest and the smallest sample, and the middle one
/// keeps its place between the two. (Three curves for three samples would turn skin yellow.)
#[inline(always)]
pub(crate) fn keeping_hue(colour: Samples, curve: impl Fn(f32) -> f32) -> Samples {
    let most = colour[0].max(colour[1]).max(colour[2]);
    let least = colour[0].min(colour[1]).min(colour[2]);
    let (most_to, least_to) = (curve(most), curve(least));
    let spread = (most_to - least_to) / (most - least).max(1e-6);
    colour.map(|sample| least_to + (sample - least) * spread)
}

/// Chroma times `gain`, lightness kept. A gain above 1 never drives a sample out of its range: the
/// nearer a colour is to the edge of what can be shown, the less of it is taken.
#[inline(always)]
pub(crate) fn saturated(colour: Samples, gain: f32) -> Samples {
    let grey = lightness(colour);
    let from_grey = colour.map(|sample| sample - grey);
    let mut reach = 0.0_f32;
    for part in from_grey {
        let edge = if part > 0.0 { 1.0 - grey } else { grey };
        reach = reach.max(part.abs() / edge.max(1e-6));
    }
    // At gain 1 the colour is `reach` of the way to the edge, so 1 / reach is the most it bears.
    let most = (1.0 / reach.clamp(1e-3, 1.0) - 1.0) * HEADROOM;
    let wanted = (gain - 1.0).max(0.0);
    let gain = gain.min(1.0) + wanted * most / (wanted + most).max(1e-6);
    from_grey.map(|part| (grey + part * gain).clamp(0.0, 1.0))
}

/// The part of the way to the edge of the gamut that more saturation may use.
const HEADROOM: f32 = 0.9;

/// How much a colour's hue is that of skin, of whatever complexion: 0 to 1.
#[inline(always)]
pub(crate) fn skin(colour: Samples) -> f32 {
    let hue = Hue::of(colour);
    hue.nearness(SKIN) * (hue.chroma * 6.0).min(1.0)
}

/// Skin of every complexion lies around 25 degrees of hue.
const SKIN: Direction = Direction::at(25.0, 35.0);

/// Where a colour lies on the colour circle: red at 0 degrees, green at 120, blue at 240.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hue {
    /// The direction as a unit vector; (0, 0) for grey.
    pub along: f32,
    /// Its second part, towards 90 degrees.
    pub across: f32,
    /// The distance from grey, 0 to 1.
    pub chroma: f32,
}

impl Hue {
    /// The hue of a colour.
    #[inline(always)]
    pub(crate) fn of([red, green, blue]: Samples) -> Self {
        let along = red - (green + blue) / 2.0;
        let across = (green - blue) * SIN_60;
        let chroma = (along * along + across * across).sqrt();
        let unit = 1.0 / chroma.max(1e-6);
        Self {
            along: along * unit,
            across: across * unit,
            chroma,
        }
    }

    /// The colour of this hue and a lightness.
    #[inline(always)]
    pub(crate) fn colour(self, light: f32) -> Samples {
        let (along, across) = (self.along * self.chroma, self.across * self.chroma);
        let red = along * (2.0 / 3.0);
        let rest = -along / 3.0;
        let apart = across / (2.0 * SIN_60);
        let colour = [red, rest + apart, rest - apart];
        let grey = light - lightness(colour);
        colour.map(|sample| grey + sample)
    }

    /// 1 in the middle of a stretch of the circle, 0 at its ends and beyond, smooth between.
    #[inline(always)]
    pub(crate) fn nearness(self, direction: Direction) -> f32 {
        let cosine = self.along * direction.along + self.across * direction.across;
        let inside = ((cosine - direction.edge) * direction.steepness).clamp(0.0, 1.0);
        inside * inside * (3.0 - 2.0 * inside)
    }

    /// Turned around the circle by a small angle in radians.
    #[inline(always)]
    pub(crate) fn turned(self, angle: f32) -> Self {
        let cosine = 1.0 - angle * angle / 2.0;
        let (along, across) = (
            self.along * cosine - self.across * angle,
            self.across * cosine + self.along * angle,
        );
        let unit = 1.0 / (along * along + across * across).sqrt().max(1e-6);
        Self {
            along: along * unit,
            across: across * unit,
            chroma: self.chroma,
        }
    }
}

const SIN_60: f32 = 0.866_025_4;

/// A stretch of the colour circle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Direction {
    along: f32,
    across: f32,
    /// The cosine at its ends.
    edge: f32,
    steepness: f32,
}

impl Direction {
    /// The stretch around `middle`, `reach` to both sides, in degrees.
    pub(crate) const fn at(middle: f32, reach: f32) -> Self {
        let edge = cosine(reach);
        Self {
            along: cosine(middle),
            across: cosine(middle - 90.0),
            edge,
            steepness: 1.0 / (1.0 - edge),
        }
    }
}

/// The cosine of an angle in degrees. (The standard library's cannot be used in a constant.)
const fn cosine(degrees: f32) -> f32 {
    let turns = degrees / 360.0;
    let angle = (turns - turns.round()) * std::f32::consts::TAU;
    let square = angle * angle;
    let mut sum = 1.0;
    let mut term = 1.0;
    let mut k = 1.0;
    while k < 16.0 {
        term *= -square / (k * (k + 1.0));
        sum += term;
        k += 2.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_colour_comes_back_from_its_hue(colour in prop::array::uniform3(0.0_f32..1.0)) {
            let back = Hue::of(colour).colour(lightness(colour));
            for (there, here) in back.iter().zip(&colour) {
                prop_assert!((there - here).abs() < 1e-4, "{colour:?} came back as {back:?}");
            }
        }

        #[test]
        fn more_saturation_never_leaves_the_gamut_and_keeps_the_lightness(
            colour in prop::array::uniform3(0.0_f32..1.0), gain in 0.0_f32..4.0,
        ) {
            let after = saturated(colour, gain);
            prop_assert!(after.iter().all(|sample| (0.0..=1.0).contains(sample)), "{after:?}");
            prop_assert!(
                (lightness(after) - lightness(colour)).abs() < 1e-3,
                "the lightness of {colour:?} became that of {after:?}"
            );
        }
    }

    #[test]
    fn angles_are_those_of_the_circle() {
        for degrees in [0.0_f32, 25.0, 90.0, 120.0, 240.0, 359.0] {
            let wanted = degrees.to_radians().cos();
            assert!(
                (cosine(degrees) - wanted).abs() < 1e-5,
                "the cosine of {degrees} is {wanted}"
            );
        }
        let green = Hue::of([0.2, 0.8, 0.2]);
        assert!(
            green.nearness(Direction::at(120.0, 30.0)) > 0.999,
            "green lies at 120 degrees: {green:?}"
        );
        assert!(
            green.nearness(Direction::at(240.0, 60.0)) == 0.0,
            "green is no blue"
        );
    }
}
