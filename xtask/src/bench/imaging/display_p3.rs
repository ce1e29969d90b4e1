//! The Display P3 profile that phones embed, written from the standard's own numbers, so that the
//! bench's photos mean what a phone's photos mean and carry nobody's file.
//!
//! An ICC version 4 matrix profile (ICC.1:2022, section 8.3): primaries of SMPTE EG 432-1, white
//! D65, the sRGB curve, adapted to the profile connection space's D50 after Bradford.

type Matrix = [[f64; 3]; 3];

const PRIMARIES: [(f64, f64); 3] = [(0.680, 0.320), (0.265, 0.690), (0.150, 0.060)];
const D65: (f64, f64) = (0.3127, 0.3290);

/// The white of the profile connection space (section 7.2.16).
const D50_XYZ: [f64; 3] = [0.9642, 1.0, 0.8249];

/// Bradford's cone responses.
const CONES: Matrix = [
    [0.8951, 0.2664, -0.1614],
    [-0.7502, 1.7135, 0.0367],
    [0.0389, -0.0685, 1.0296],
];

/// g, a, b, c and d of IEC 61966-2-1 as a parametric curve of type 3 (section 10.18).
const SRGB_CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

const HEADER_BYTES: usize = 128;

/// The profile's bytes.
pub(super) fn icc() -> Vec<u8> {
    let adaptation = adaptation();
    let colorants = times(&adaptation, &primaries_to_xyz());
    let column = |at: usize| [colorants[0][at], colorants[1][at], colorants[2][at]];
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    curve.extend(SRGB_CURVE.iter().flat_map(|value| fixed(*value)));
    let mut adapted = b"sf32\0\0\0\0".to_vec();
    adapted.extend(adaptation.as_flattened().iter().flat_map(|v| fixed(*v)));
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("Display P3")),
        (b"cprt", text("No copyright: numbers of a standard")),
        (b"wtpt", xyz(D50_XYZ)),
        (b"chad", adapted),
        (b"rXYZ", xyz(column(0))),
        (b"gXYZ", xyz(column(1))),
        (b"bXYZ", xyz(column(2))),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut body = Vec::new();
    let start = HEADER_BYTES + 4 + 12 * tags.len();
    for (name, content) in tags {
        table.extend(name);
        table.extend(((start + body.len()) as u32).to_be_bytes());
        table.extend((content.len() as u32).to_be_bytes());
        body.extend(content);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    let mut profile = header((start + body.len()) as u32);
    profile.extend(table);
    profile.extend(body);
    profile
}

fn header(bytes: u32) -> Vec<u8> {
    let mut header = bytes.to_be_bytes().to_vec();
    header.extend([0; 4]); // no preferred module
    header.extend([4, 0, 0, 0]);
    header.extend(b"mntrRGB XYZ ");
    header.extend(
        [2026_u16, 1, 1, 0, 0, 0]
            .into_iter()
            .flat_map(u16::to_be_bytes),
    );
    header.extend(b"acsp");
    header.resize(68, 0); // platform, flags, device and intent are nobody's
    header.extend(D50_XYZ.into_iter().flat_map(fixed));
    header.resize(HEADER_BYTES, 0);
    header
}

/// A number as s15Fixed16 (section 4.6).
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

fn xyz(value: [f64; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(value.into_iter().flat_map(fixed));
    tag
}

/// English text (section 10.15).
fn text(value: &str) -> Vec<u8> {
    let letters: Vec<u8> = value.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
    tag.extend((letters.len() as u32).to_be_bytes());
    tag.extend(28_u32.to_be_bytes());
    tag.extend(letters);
    tag
}

/// XYZ of a chromaticity at luminance 1.
fn of_chromaticity((x, y): (f64, f64)) -> [f64; 3] {
    [x / y, 1.0, (1.0 - x - y) / y]
}

/// Linear Display P3 to XYZ under D65: the primaries, each as strong as makes their sum white.
fn primaries_to_xyz() -> Matrix {
    let [red, green, blue] = PRIMARIES.map(of_chromaticity);
    let columns = [0, 1, 2].map(|row| [red[row], green[row], blue[row]]);
    let strengths = apply(&inverse(&columns), of_chromaticity(D65));
    columns.map(|row| [0, 1, 2].map(|at| row[at] * strengths[at]))
}

/// What light under D65 looks like under D50.
fn adaptation() -> Matrix {
    let from = apply(&CONES, of_chromaticity(D65));
    let to = apply(&CONES, D50_XYZ);
    let mut scaled = CONES;
    for (cone, row) in scaled.iter_mut().enumerate() {
        *row = row.map(|value| value * to[cone] / from[cone]);
    }
    times(&inverse(&CONES), &scaled)
}

fn apply(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(one, other)| one * other).sum())
}

fn times(one: &Matrix, other: &Matrix) -> Matrix {
    one.map(|row| [0, 1, 2].map(|at| (0..3).map(|k| row[k] * other[k][at]).sum()))
}

/// By Cramer's rule; none of the matrices above is singular.
fn inverse(matrix: &Matrix) -> Matrix {
    let minor = |row: usize, column: usize| {
        let (a, b) = ((row + 1) % 3, (row + 2) % 3);
        let (c, d) = ((column + 1) % 3, (column + 2) % 3);
        matrix[a][c] * matrix[b][d] - matrix[a][d] * matrix[b][c]
    };
    let determinant: f64 = (0..3).map(|at| matrix[0][at] * minor(0, at)).sum();
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| minor(column, row) / determinant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_stays_white_and_the_profile_says_its_own_length() {
        let to_pcs = times(&adaptation(), &primaries_to_xyz());
        let white = apply(&to_pcs, [1.0; 3]);
        for (seen, wanted) in white.into_iter().zip(D50_XYZ) {
            assert!(
                (seen - wanted).abs() < 1e-9,
                "full red, green and blue are the white of the connection space: {white:?}"
            );
        }
        // Published by Apple and W3C (CSS Color 4) to four digits.
        assert!(
            (to_pcs[0][0] - 0.5151).abs() < 5e-4 && (to_pcs[1][1] - 0.6922).abs() < 5e-4,
            "the colorants are those of Display P3: {to_pcs:?}"
        );
        let profile = icc();
        let length = profile
            .first_chunk()
            .map(|bytes| u32::from_be_bytes(*bytes));
        assert_eq!(
            length,
            Some(profile.len() as u32),
            "a reader trusts the first four bytes"
        );
    }
}
