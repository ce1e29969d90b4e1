//! The profile of a printer that does not exist: a thermal printer by formula, because the makers
//! of real ones do not let their profiles be passed on. Three dyes that overlap in what they
//! absorb, on warm paper, with a black that is far from black: all that makes a printer hard.

/// Nodes along each side of the tables.
const NODES: usize = 33;

/// What the dyes, at full strength, leave of linear red, green and blue light, as densities.
const DYES: [[f64; 3]; 3] = [
    [1.55, 0.22, 0.06], // cyan, that lessens with red
    [0.12, 1.50, 0.30], // magenta
    [0.02, 0.14, 1.45], // yellow
];

/// The paper's linear red, green and blue.
const PAPER: [f64; 3] = [0.88, 0.87, 0.80];

/// From linear sRGB to XYZ under D50 (Bradford-adapted, ICC's sRGB profile).
const TO_XYZ: [[f64; 3]; 3] = [
    [0.436_066, 0.385_147, 0.143_066],
    [0.222_488, 0.716_873, 0.060_608],
    [0.013_916, 0.097_076, 0.714_096],
];
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];

/// The printer's ICC profile, version 2: tables from its numbers to CIE L*a*b* and back.
pub(crate) fn icc() -> Vec<u8> {
    let node = |index: usize| (index % NODES) as f64 / (NODES - 1) as f64;
    let indices = || (0..NODES.pow(3)).map(|at| [at / NODES / NODES, at / NODES, at].map(node));
    let forward: Vec<[u16; 3]> = indices()
        .map(|rgb| lab_code(relative(printed(rgb))))
        .collect();
    let back: Vec<[u16; 3]> = indices()
        .map(|[l, a, b]| {
            // The 16-bit L*a*b* of lut16Type: 0xff00 is 100, and a* and b* are 128 too high.
            let lab = [
                l * 65_535.0 / 652.8,
                a * 65_535.0 / 256.0 - 128.0,
                b * 65_535.0 / 256.0 - 128.0,
            ];
            numbers_for(lab).map(|number| (number * 65_535.0).round() as u16)
        })
        .collect();
    let white = xyz(printed([1.0; 3]));
    file(&[
        (*b"desc", description()),
        (*b"cprt", text()),
        (*b"wtpt", point(white)),
        (*b"A2B0", table(&forward)),
        (*b"A2B1", table(&forward)),
        (*b"B2A0", table(&back)),
        (*b"B2A1", table(&back)),
    ])
}

/// Linear light of a print of the numbers.
fn printed(rgb: [f64; 3]) -> [f64; 3] {
    let amount = rgb.map(|number| (1.0 - number).clamp(0.0, 1.0).powf(1.3));
    std::array::from_fn(|band| {
        let density: f64 = (0..3).map(|dye| DYES[dye][band] * amount[dye]).sum();
        PAPER[band] * 10_f64.powf(-density)
    })
}

fn xyz(light: [f64; 3]) -> [f64; 3] {
    TO_XYZ.map(|row| {
        row.iter()
            .zip(light)
            .map(|(part, light)| part * light)
            .sum()
    })
}

/// CIE L*a*b*, with the paper as white.
fn relative(light: [f64; 3]) -> [f64; 3] {
    let (seen, paper) = (xyz(light), xyz(PAPER));
    let f = |at: usize| {
        let share = seen[at] / paper[at];
        if share > 216.0 / 24_389.0 {
            share.cbrt()
        } else {
            (share * 24_389.0 / 27.0 + 16.0) / 116.0
        }
    };
    let (x, y, z) = (f(0), f(1), f(2));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The numbers whose print has that colour, or the nearest colour of less chroma that can be
/// printed.
fn numbers_for(lab: [f64; 3]) -> [f64; 3] {
    let darkest = relative(printed([0.0; 3]))[0];
    let lightness = lab[0].clamp(darkest, 100.0);
    let at = |share: f64| [lightness, lab[1] * share, lab[2] * share];
    let (mut low, mut high) = (0.0, 1.0);
    let (mut best, miss) = solved(at(1.0));
    if miss > 0.05 {
        for _ in 0..14 {
            let middle = (low + high) / 2.0;
            let (numbers, miss) = solved(at(middle));
            if miss > 0.05 {
                high = middle;
            } else {
                low = middle;
                best = numbers;
            }
        }
        if low == 0.0 {
            best = solved(at(0.0)).0;
        }
    }
    best
}

/// Newton's method, held inside what the printer takes: the numbers and how far they miss.
fn solved(wanted: [f64; 3]) -> ([f64; 3], f64) {
    let start = (wanted[0] / 100.0).clamp(0.02, 0.98);
    let mut numbers = [start; 3];
    let error = |numbers: [f64; 3]| {
        let seen = relative(printed(numbers));
        let off: [f64; 3] = std::array::from_fn(|at| wanted[at] - seen[at]);
        (off, off.iter().map(|off| off * off).sum::<f64>().sqrt())
    };
    let (mut off, mut miss) = error(numbers);
    for _ in 0..24 {
        if miss < 0.01 {
            break;
        }
        let small = 1e-4;
        let slopes: [[f64; 3]; 3] = std::array::from_fn(|axis| {
            let mut moved = numbers;
            moved[axis] += if moved[axis] > 0.5 { -small } else { small };
            let step = moved[axis] - numbers[axis];
            let there = error(moved).0;
            std::array::from_fn(|at| (off[at] - there[at]) / step)
        });
        let Some(step) = solve(slopes, off) else {
            break;
        };
        let mut share = 1.0;
        loop {
            let next = std::array::from_fn(|at| {
                let moved: f64 = numbers[at] + step[at] * share;
                moved.clamp(0.0, 1.0)
            });
            let (next_off, next_miss) = error(next);
            if next_miss < miss {
                (numbers, off, miss) = (next, next_off, next_miss);
                break;
            }
            share /= 2.0;
            if share < 0.05 {
                return (numbers, miss);
            }
        }
    }
    (numbers, miss)
}

/// Cramer's rule; `slopes` holds columns.
fn solve([a, b, c]: [[f64; 3]; 3], wanted: [f64; 3]) -> Option<[f64; 3]> {
    let volume = |a: [f64; 3], b: [f64; 3], c: [f64; 3]| {
        a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
            + a[2] * (b[0] * c[1] - b[1] * c[0])
    };
    let whole = volume(a, b, c);
    (whole.abs() > 1e-9).then(|| {
        [
            volume(wanted, b, c) / whole,
            volume(a, wanted, c) / whole,
            volume(a, b, wanted) / whole,
        ]
    })
}

fn lab_code([l, a, b]: [f64; 3]) -> [u16; 3] {
    let code = |value: f64| value.round().clamp(0.0, 65_535.0) as u16;
    [
        code(l * 652.8),
        code((a + 128.0) * 256.0),
        code((b + 128.0) * 256.0),
    ]
}

/// ICC.1:2001, section 6.5.8, lut16Type, with straight curves.
fn table(nodes: &[[u16; 3]]) -> Vec<u8> {
    let mut tag = b"mft2\0\0\0\0".to_vec();
    tag.extend([3, 3, NODES as u8, 0]);
    for at in 0..9 {
        let one: u32 = if at % 4 == 0 { 65_536 } else { 0 };
        tag.extend(one.to_be_bytes());
    }
    tag.extend([0, 2, 0, 2]); // entries of the curves in and out
    let straight = [0, 0, 255, 255].repeat(3);
    tag.extend(&straight);
    tag.extend(nodes.iter().flatten().flat_map(|value| value.to_be_bytes()));
    tag.extend(&straight);
    tag
}

fn point(xyz: [f64; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    for value in xyz {
        tag.extend(((value * 65_536.0).round() as i32).to_be_bytes());
    }
    tag
}

fn text() -> Vec<u8> {
    b"text\0\0\0\0made for a test\0".to_vec()
}

fn description() -> Vec<u8> {
    let name = b"a printer by formula\0";
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend((name.len() as u32).to_be_bytes());
    tag.extend(name);
    tag.extend([0; 78]); // no Unicode and no Macintosh name
    tag
}

/// ICC.1:2001, section 6.1: the header, the list of tags, the tags.
fn file(tags: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut head = vec![0; 128];
    head[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    head[12..16].copy_from_slice(b"prtr");
    head[16..20].copy_from_slice(b"RGB ");
    head[20..24].copy_from_slice(b"Lab ");
    head[36..40].copy_from_slice(b"acsp");
    let illuminant = point(D50);
    head[68..80].copy_from_slice(&illuminant[8..]);
    head.extend((tags.len() as u32).to_be_bytes());
    let mut at = head.len() + 12 * tags.len();
    let mut body = Vec::new();
    for (name, tag) in tags {
        head.extend(name);
        head.extend((at as u32).to_be_bytes());
        head.extend((tag.len() as u32).to_be_bytes());
        body.extend(tag);
        body.resize(body.len().next_multiple_of(4), 0);
        at = 128 + 4 + 12 * tags.len() + body.len();
    }
    head.extend(body);
    let length = head.len() as u32;
    head[..4].copy_from_slice(&length.to_be_bytes());
    head
}
