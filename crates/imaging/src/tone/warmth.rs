//! White balance: the photo as if its light had been bluer or more amber.

/// Red, green and blue as light, in the primaries of the working space.
type Matrix = [[f32; 3]; 3];

/// Reciprocal megakelvins (mired) that 100 of the slider is worth, to amber and to blue. Equal
/// steps of it look about equally large.
const MOST_AMBER_MIRED: f32 = 55.0;
const MOST_BLUE_MIRED: f32 = 40.0;

/// D65, the white of the working space, in mired.
const D65_MIRED: f32 = 1e6 / 6504.0;

/// Linear Display P3 to the cone responses of the Bradford transform (CIE XYZ in between), and
/// back. Computed from the primaries of SMPTE RP 431-2 with the white of D65.
const TO_CONES: Matrix = [
    [0.496_528_5, 0.414_797, 0.030_053_7],
    [0.027_322_4, 0.987_645_7, 0.025_468_3],
    [0.003_242_9, 0.009_399_1, 1.077_124_6],
];

/// What a colour in linear light is multiplied with to be `warmth` (-100 to 100) warmer. Grey keeps
/// its luminance.
pub(crate) fn warming(warmth: i32) -> Matrix {
    let share = warmth as f32 / 100.0;
    let most = if share > 0.0 {
        MOST_AMBER_MIRED
    } else {
        MOST_BLUE_MIRED
    };
    let here = cones_of_white(D65_MIRED);
    let there = cones_of_white(D65_MIRED + share * most);
    let gains = [0, 1, 2].map(|cone| there[cone] / here[cone]);
    let scaled: Matrix = std::array::from_fn(|row| TO_CONES[row].map(|part| part * gains[row]));
    let matrix = times(&inverse(&TO_CONES), &scaled);
    let grey = luminance(apply(&matrix, [1.0; 3]));
    matrix.map(|row| row.map(|part| part / grey))
}

/// The relative luminance of a colour in linear light.
pub(crate) fn luminance(light: [f32; 3]) -> f32 {
    0.228_975 * light[0] + 0.691_739 * light[1] + 0.079_287 * light[2]
}

/// A matrix applied to a colour.
#[inline(always)]
pub(crate) fn apply(matrix: &Matrix, colour: [f32; 3]) -> [f32; 3] {
    matrix.map(|row| row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])
}

/// The Bradford cone responses of daylight's white (CIE 15, the D series) of luminance 1.
fn cones_of_white(mired: f32) -> [f32; 3] {
    let kelvin = (1e6 / mired).clamp(4000.0, 25_000.0);
    let k = 1000.0 / kelvin;
    let x = if kelvin <= 7000.0 {
        0.244_063 + k * (0.099_11 + k * (2.9678 - k * 4.6070))
    } else {
        0.237_040 + k * (0.247_48 + k * (1.9018 - k * 2.0064))
    };
    let y = -3.0 * x * x + 2.870 * x - 0.275;
    let (wide, tall) = (x / y, (1.0 - x - y) / y);
    [
        0.8951 * wide + 0.2664 - 0.1614 * tall,
        -0.7502 * wide + 1.7135 + 0.0367 * tall,
        0.0389 * wide - 0.0685 + 1.0296 * tall,
    ]
}

fn times(left: &Matrix, right: &Matrix) -> Matrix {
    left.map(|row| std::array::from_fn(|column| (0..3).map(|k| row[k] * right[k][column]).sum()))
}

fn inverse(matrix: &Matrix) -> Matrix {
    let minor = |row: usize, column: usize| {
        let at = |down: usize, right: usize| matrix[(row + down) % 3][(column + right) % 3];
        at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)
    };
    let determinant: f32 = (0..3)
        .map(|column| matrix[0][column] * minor(0, column))
        .sum();
    std::array::from_fn(|row| std::array::from_fn(|column| minor(column, row) / determinant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_warmth_is_no_change() {
        for (row, parts) in warming(0).iter().enumerate() {
            for (column, part) in parts.iter().enumerate() {
                let wanted = f32::from(u8::from(row == column));
                assert!(
                    (part - wanted).abs() < 1e-4,
                    "row {row}, column {column} of the unit matrix is {part}"
                );
            }
        }
    }

    #[test]
    fn grey_keeps_its_luminance_and_leans_as_it_was_told() {
        for warmth in -100..=100 {
            let [red, green, blue] = apply(&warming(warmth), [0.4; 3]);
            let seen = luminance([red, green, blue]);
            assert!((seen - 0.4).abs() < 1e-4, "at {warmth} grey has {seen}");
            assert_eq!(
                (red - blue > 1e-3, blue - red > 1e-3),
                (warmth > 0, warmth < 0),
                "{warmth} leans to {red} {green} {blue}"
            );
            assert!(
                (green - red.midpoint(blue)).abs() < 0.03,
                "{warmth} is neither green nor pink: {red} {green} {blue}"
            );
        }
    }
}
