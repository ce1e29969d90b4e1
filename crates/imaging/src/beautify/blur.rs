//! Means over squares, at a cost that does not depend on their size.

/// Numbers in rows of `width`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) values: Vec<f32>,
}

impl Plane {
    pub(super) fn new(width: usize, values: Vec<f32>) -> Self {
        Self { width, values }
    }

    pub(super) fn height(&self) -> usize {
        self.values.len() / self.width.max(1)
    }

    /// One number for each cell of two planes.
    pub(super) fn with(&self, other: &Self, of: impl Fn(f32, f32) -> f32) -> Self {
        let pairs = self.values.iter().zip(&other.values);
        Self::new(self.width, pairs.map(|(&one, &two)| of(one, two)).collect())
    }

    /// Each number made into another.
    pub(super) fn map(&self, of: impl Fn(f32) -> f32) -> Self {
        Self::new(self.width, self.values.iter().map(|&one| of(one)).collect())
    }

    /// The mean over the square that reaches `radius` cells to each side, as far as the plane goes.
    pub(super) fn blurred(&self, radius: usize) -> Self {
        if radius == 0 {
            return self.clone();
        }
        let along_rows = sliding(
            &self.values,
            self.height(),
            self.width,
            1,
            self.width,
            radius,
        );
        let both = sliding(
            &along_rows,
            self.width,
            self.height(),
            self.width,
            1,
            radius,
        );
        Self::new(self.width, both)
    }
}

/// Sliding means along `lines` lines of `length` numbers that lie `step` apart; the lines begin
/// `line_step` apart.
fn sliding(
    values: &[f32],
    lines: usize,
    length: usize,
    step: usize,
    line_step: usize,
    radius: usize,
) -> Vec<f32> {
    let mut means = vec![0.0; values.len()];
    for line in 0..lines {
        let at = |place: usize| line * line_step + place * step;
        let mut sum: f32 = (0..radius.min(length)).map(|place| values[at(place)]).sum();
        let mut count = radius.min(length);
        for place in 0..length {
            if place + radius < length {
                sum += values[at(place + radius)];
                count += 1;
            }
            if place > radius {
                sum -= values[at(place - radius - 1)];
                count -= 1;
            }
            means[at(place)] = sum / count as f32;
        }
    }
    means
}

/// 0 below `from`, 1 above `to`, a smooth step between.
pub(super) fn step(value: f32, from: f32, to: f32) -> f32 {
    let part = ((value - from) / (to - from)).clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

#[cfg(test)]
mod tests {
    use super::Plane;

    #[test]
    fn a_mean_over_a_square_is_that() {
        let plane = Plane::new(7, (0..35).map(|n| ((n * n) % 13) as f32).collect());
        let blurred = plane.blurred(2);
        for (at, found) in blurred.values.iter().enumerate() {
            let (x, y) = ((at % 7) as i32, (at / 7) as i32);
            let inside = (0..35).filter(|n| {
                let (other_x, other_y) = (n % 7, n / 7);
                (other_x - x).abs() <= 2 && (other_y - y).abs() <= 2
            });
            let values: Vec<f32> = inside.map(|n| plane.values[n as usize]).collect();
            let mean = values.iter().sum::<f32>() / values.len() as f32;
            assert!(
                (found - mean).abs() < 1e-4,
                "cell {x}, {y} is {found}, its square's mean is {mean}"
            );
        }
    }
}
