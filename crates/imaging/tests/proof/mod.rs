//! Colours measured: littleCMS as the judge, and the difference that an eye sees.

pub(crate) mod difference;
pub(crate) mod printer;

use difference::{Lab, ciede2000};
use lcms2::{Flags, Intent, PixelFormat, Profile, Transform};

/// How far colours lie from where they should.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Distance {
    pub(crate) mean: f64,
    pub(crate) most: f64,
}

/// How a conversion is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) intent: Intent,
    pub(crate) compensation: bool,
}

/// What nearly everybody wants for photos.
pub(crate) const PHOTO: Wish = Wish {
    intent: Intent::RelativeColorimetric,
    compensation: true,
};

/// Ours against littleCMS's own conversion of the same pixels, which is made in 16 bits and
/// without littleCMS's tables, so that it is no approximation itself. Both are seen through the
/// destination's profile.
pub(crate) fn distance<const CHANNELS: usize>(
    pixels: &[[u8; CHANNELS]],
    ours: &[u8],
    source: &[u8],
    destination: &[u8],
    wish: Wish,
) -> Distance
where
    [u8; CHANNELS]: lcms2::Pod,
{
    let format = match CHANNELS {
        1 => PixelFormat::GRAY_8,
        3 => PixelFormat::RGB_8,
        _ => PixelFormat::CMYK_8,
    };
    assert_eq!(ours.len(), pixels.len() * 3, "three bytes for each pixel");
    let source = Profile::new_icc(source).expect("a source profile");
    let destination = Profile::new_icc(destination).expect("a destination profile");
    let compensation = if wish.compensation {
        Flags::BLACKPOINT_COMPENSATION
    } else {
        Flags::default()
    };
    let judge = Transform::<[u8; CHANNELS], [u16; 3]>::new_flags(
        &source,
        format,
        &destination,
        PixelFormat::RGB_16,
        wish.intent,
        Flags::NO_OPTIMIZE | compensation,
    )
    .expect("a conversion");
    let mut wanted = vec![[0; 3]; pixels.len()];
    judge.transform_pixels(pixels, &mut wanted);
    let ours: Vec<[u16; 3]> = ours
        .chunks_exact(3)
        .map(|pixel| [pixel[0], pixel[1], pixel[2]].map(|sample| u16::from(sample) * 257))
        .collect();
    let (wanted, ours) = (seen(&destination, &wanted), seen(&destination, &ours));
    let distances = wanted.iter().zip(&ours).map(|(a, b)| ciede2000(*a, *b));
    let (sum, most) = distances.fold((0.0, 0.0_f64), |(sum, most), distance| {
        (sum + distance, most.max(distance))
    });
    Distance {
        mean: sum / pixels.len() as f64,
        most,
    }
}

/// The colours of a device's numbers.
fn seen(device: &Profile, numbers: &[[u16; 3]]) -> Vec<Lab> {
    let white = lcms2::CIExyY {
        x: 0.3457,
        y: 0.3585,
        Y: 1.0,
    };
    let lab = Profile::new_lab4_context(lcms2::GlobalContext::new(), &white).expect("Lab");
    let look = Transform::<[u16; 3], [f64; 3]>::new_flags(
        device,
        PixelFormat::RGB_16,
        &lab,
        PixelFormat::Lab_DBL,
        Intent::RelativeColorimetric,
        Flags::NO_OPTIMIZE,
    )
    .expect("a way to Lab");
    let mut colours = vec![[0.0; 3]; numbers.len()];
    look.transform_pixels(numbers, &mut colours);
    colours.into_iter().map(Lab).collect()
}

/// A chart: 9 x 9 x 9 colours, 52 greys, and skin from light to dark.
pub(crate) fn chart() -> Vec<[u8; 3]> {
    const SKIN: [[u8; 3]; 8] = [
        [255, 224, 196],
        [241, 194, 167],
        [224, 172, 140],
        [198, 134, 102],
        [168, 106, 77],
        [141, 85, 54],
        [96, 57, 38],
        [60, 36, 26],
    ];
    let step = |index: u32| (index * 255 / 8) as u8;
    (0..729)
        .map(|index| [step(index / 81), step(index / 9 % 9), step(index % 9)])
        .chain((0..=255).step_by(5).map(|grey| [grey; 3]))
        .chain(SKIN)
        .collect()
}

/// A photograph that comes with Debian's `mate-backgrounds`, every pixel of a 300-pixel-wide
/// reduction.
pub(crate) fn photograph(name: &str) -> Vec<[u8; 3]> {
    let path = format!("/usr/share/backgrounds/mate/{name}");
    let picture = image::open(&path)
        .unwrap_or_else(|error| {
            panic!("{path}: {error}; `cargo xtask setup` installs mate-backgrounds")
        })
        .thumbnail(300, 300)
        .to_rgb8();
    picture.pixels().map(|pixel| pixel.0).collect()
}

/// A profile of Debian's `colord-data` or `libgs-common`.
pub(crate) fn profile(name: &str) -> Vec<u8> {
    let path = format!("/usr/share/color/icc/{name}");
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!("{path}: {error}; `cargo xtask setup` installs colord-data and libgs-common")
    })
}
