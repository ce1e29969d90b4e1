//! What a stroke of the editor costs: `edit_costs [--rounds N] PICTURE.jpg` prints medians in
//! milliseconds of processor time, as JSON.

use std::fs::read;
use std::hint::black_box;

use imaging::{PixelSize, Proof, Rgb8, encode_preview_jpeg, enhancement, grade, preview};
use order::recipe::{Look, LookSetting, Retouching, Tone};

/// The screen, the print, and a look's thumbnail, in pixels of their longer sides.
const SCREEN_PX: u32 = 1920;
const PRINT_PX: u32 = 1800;
const THUMBNAIL_PX: u32 = 200;

const EVERY_SLIDER: Tone = Tone {
    exposure: 20,
    contrast: 15,
    highlights: -40,
    shadows: 35,
    saturation: 20,
    warmth: 12,
    sharpness: 0,
};

#[expect(clippy::print_stdout, reason = "its answer")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rounds = 15;
    let mut photo = None;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rounds" => rounds = args.next().ok_or("--rounds N")?.parse()?,
            _ => photo = Some(arg),
        }
    }
    let photo = read(photo.ok_or("edit_costs [--rounds N] PICTURE.jpg")?)?;
    let screen = in_shape(&photo, SCREEN_PX, (16, 9))?;
    let print = in_shape(&photo, PRINT_PX, (3, 2))?;
    let jpeg = encode_preview_jpeg(&screen, 90)?;
    let mut proof = Proof::open(&jpeg).map_err(|refusal| format!("{refusal:?}"))?;
    let film = LookSetting {
        name: Look::Film,
        strength: 80,
    };
    let everything = Retouching {
        tone: EVERY_SLIDER,
        look: film,
        ..Retouching::default()
    };
    let costs = [
        ("grade_1920", {
            median_of_copies(rounds, &screen, |picture| {
                grade(picture, &EVERY_SLIDER, LookSetting::NONE);
            })
        }),
        ("grade_and_look_1920", {
            median_of_copies(rounds, &screen, |picture| {
                grade(picture, &EVERY_SLIDER, film);
            })
        }),
        ("enhance_measure_1800", {
            median(rounds, || enhancement(&print, &[]))
        }),
        ("enhance_1800", {
            median_of_copies(rounds, &print, |picture| {
                let tone = enhancement(picture, &[]);
                grade(picture, &tone, LookSetting::NONE);
            })
        }),
        ("proof_open_1920", median(rounds, || Proof::open(&jpeg))),
        ("proof_show_1920", {
            median(rounds, || proof.show(&everything, SCREEN_PX))
        }),
        ("proof_show_sharper_1920", {
            let tone = Tone {
                sharpness: 40,
                ..EVERY_SLIDER
            };
            median(rounds, || {
                proof.show(&Retouching { tone, ..everything }, SCREEN_PX)
            })
        }),
        ("proof_looks_15x200", {
            median(rounds, || {
                Look::ALL.map(|name| {
                    let look = LookSetting {
                        name,
                        strength: 100,
                    };
                    proof.show(&Retouching { look, ..everything }, THUMBNAIL_PX)
                })
            })
        }),
        ("proof_encode_1920", {
            let shown = proof.show(&everything, SCREEN_PX);
            median(rounds, || encode_preview_jpeg(&shown, 85))
        }),
    ];
    let fields: Vec<String> = costs
        .iter()
        .map(|(name, cost)| format!("  \"{name}_cpu_ms\": {cost:.2}"))
        .collect();
    println!("{{\n{}\n}}", fields.join(",\n"));
    Ok(())
}

/// The photo cut around its middle to a shape, its longer side of so many pixels.
fn in_shape(
    photo: &[u8],
    longer_px: u32,
    (wide, tall): (u32, u32),
) -> Result<Rgb8, Box<dyn std::error::Error>> {
    let size = PixelSize::new(longer_px, longer_px * tall / wide)?;
    let whole = preview(photo, PixelSize::LONGEST_PX).map_err(|refusal| format!("{refusal:?}"))?;
    let from = whole.picture.size();
    let column = |x: u32| x * from.width_px() / size.width_px();
    let row = |y: u32| y * from.height_px() / size.height_px();
    let pixels = (0..size.height_px())
        .flat_map(|y| (0..size.width_px()).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let start = 3 * (row(y) * from.width_px() + column(x)) as usize;
            whole.picture.pixels()[start..start + 3].to_vec()
        })
        .collect();
    Ok(Rgb8::new(size, pixels).ok_or("a picture of another size")?)
}

/// The median processor time of `rounds` runs after one that is not counted, in milliseconds.
fn median<T>(rounds: usize, mut run: impl FnMut() -> T) -> f64 {
    median_after(rounds, || (), |()| run())
}

/// The same of what changes a picture in place; copying the picture is not counted.
fn median_of_copies(rounds: usize, picture: &Rgb8, change: impl Fn(&mut Rgb8)) -> f64 {
    median_after(
        rounds,
        || picture.clone(),
        |mut copy| {
            change(&mut copy);
            copy
        },
    )
}

fn median_after<Given, Made>(
    rounds: usize,
    mut prepare: impl FnMut() -> Given,
    mut run: impl FnMut(Given) -> Made,
) -> f64 {
    black_box(run(prepare()));
    let mut costs: Vec<f64> = (0..rounds.max(1))
        .map(|_| {
            let given = prepare();
            let before = processor_ms();
            let made = black_box(run(given));
            let cost = processor_ms() - before;
            drop(made);
            cost
        })
        .collect();
    costs.sort_by(f64::total_cmp);
    costs[costs.len() / 2]
}

/// Processor time of this thread so far.
fn processor_ms() -> f64 {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    spent.tv_sec as f64 * 1e3 + spent.tv_nsec as f64 / 1e6
}
