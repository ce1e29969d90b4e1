//! Between samples and light: the sRGB tone curve, which Display P3 shares, and curves drawn
//! through a few points. All are tables of samples between which a straight line is drawn, because
//! a power costs more than the rest of a colour's way together.

use std::sync::LazyLock;

/// The steps of a table. 512 keep the sRGB curve within a thirtieth of an 8-bit level.
const STEPS: usize = 512;

/// A curve over 0 to 1, kept as samples.
#[derive(Clone, Debug)]
pub(crate) struct Curve([f32; STEPS + 1]);

impl Curve {
    /// Samples a function of 0 to 1.
    pub(crate) fn of(function: impl Fn(f32) -> f32) -> Self {
        Self(std::array::from_fn(|step| {
            function(step as f32 / STEPS as f32)
        }))
    }

    /// A smooth curve through points (from, to) of 0 to 255, sorted by their first number. Between
    /// two points it never leaves their range (Fritsch and Carlson's monotone cubic), so it has no
    /// humps where none were drawn. Beyond the first and the last point it is level.
    pub(crate) fn through(points: &[(u8, u8)]) -> Self {
        let points: Vec<(f32, f32)> = points
            .iter()
            .map(|(from, to)| (f32::from(*from) / 255.0, f32::from(*to) / 255.0))
            .collect();
        let slopes = slopes(&points);
        Self::of(|x| {
            let Some(after) = points.iter().position(|point| point.0 > x) else {
                return points.last().map_or(x, |last| last.1);
            };
            let Some(before) = after.checked_sub(1) else {
                return points[0].1;
            };
            let ((x0, y0), (x1, y1)) = (points[before], points[after]);
            let width = x1 - x0;
            let t = (x - x0) / width;
            let (t2, t3) = (t * t, t * t * t);
            (2.0 * t3 - 3.0 * t2 + 1.0) * y0
                + (t3 - 2.0 * t2 + t) * width * slopes[before]
                + (3.0 * t2 - 2.0 * t3) * y1
                + (t3 - t2) * width * slopes[after]
        })
    }

    /// The curve at `x`, which is brought into 0 to 1 first.
    ///
    /// Without a branch and without a conversion that checks its range, so that a loop of it can be
    /// done for many at once: added to 2^23, a float's last bits are the nearest whole number, and
    /// that nearest to half a step less is the step below (or, exactly on a step, either neighbour,
    /// which give the same).
    #[inline(always)]
    pub(crate) fn at(&self, x: f32) -> f32 {
        const WHOLE: f32 = (1 << 23) as f32;
        let place = x.clamp(0.0, 1.0) * STEPS as f32;
        let rounded = (place - 0.5).max(0.0).min((STEPS - 1) as f32) + WHOLE;
        let step = rounded.to_bits() as usize & (STEPS - 1);
        let part = place - (rounded - WHOLE);
        self.0[step] + (self.0[step + 1] - self.0[step]) * part
    }
}

/// The slope at each point that keeps a cubic through them monotone.
fn slopes(points: &[(f32, f32)]) -> Vec<f32> {
    let secants: Vec<f32> = points
        .windows(2)
        .map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0))
        .collect();
    (0..points.len())
        .map(|point| {
            let before = point.checked_sub(1).map(|before| secants[before]);
            match (before, secants.get(point)) {
                (Some(before), Some(after)) if before * after > 0.0 => {
                    2.0 * before * after / (before + after)
                }
                (Some(_), Some(_)) => 0.0,
                (Some(only), None) => only,
                (None, Some(only)) => *only,
                (None, None) => 0.0,
            }
        })
        .collect()
}

/// From a sample (0 to 1) to light (0 to 1), IEC 61966-2-1.
pub(crate) fn light_of(sample: f32) -> f32 {
    if sample <= 0.04045 {
        sample / 12.92
    } else {
        ((sample + 0.055) / 1.055).powf(2.4)
    }
}

/// From light (0 to 1) to a sample (0 to 1), IEC 61966-2-1.
pub(crate) fn sample_of(light: f32) -> f32 {
    if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

/// [`light_of`] as a table.
pub(crate) static LIGHT: LazyLock<Curve> = LazyLock::new(|| Curve::of(light_of));

/// [`sample_of`] as a table over the square root of light, in which it is almost a straight line.
static SAMPLE_OF_ROOT: LazyLock<Curve> = LazyLock::new(|| Curve::of(|root| sample_of(root * root)));

/// From light to samples by tables.
#[derive(Clone, Copy)]
pub(crate) struct Encoder(&'static Curve);

impl Encoder {
    /// The table, made at the first call.
    pub(crate) fn new() -> Self {
        Self(&SAMPLE_OF_ROOT)
    }

    /// A sample of light, which is brought into 0 to 1 first.
    #[inline(always)]
    pub(crate) fn sample(self, light: f32) -> f32 {
        self.0.at(light.max(0.0).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_keep_to_the_standard() {
        let encoder = Encoder::new();
        for level in 0..=2550_u16 {
            let sample = f32::from(level) / 2550.0;
            let there = LIGHT.at(sample);
            let back = encoder.sample(light_of(sample));
            assert!(
                (there - light_of(sample)).abs() < 2e-5,
                "light of {sample} is {there}"
            );
            assert!(
                (back - sample).abs() < 0.05 / 255.0,
                "{sample} came back as {back}"
            );
        }
    }

    #[test]
    fn a_drawn_curve_meets_its_points_and_never_turns_back() {
        let points = [(0, 10), (60, 50), (61, 120), (128, 120), (255, 250)];
        let curve = Curve::through(&points);
        for (from, to) in points {
            let met = curve.at(f32::from(from) / 255.0) * 255.0;
            assert!(
                (met - f32::from(to)).abs() < 6.0,
                "the point {from} -> {to} is met at {met}"
            );
        }
        assert!(
            curve.0.windows(2).all(|pair| pair[1] >= pair[0] - 1e-6),
            "a rising curve has no hump"
        );
    }
}
