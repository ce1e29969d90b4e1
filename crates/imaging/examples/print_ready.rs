//! What a print costs: a photo's file in, a print-ready JPEG file out, and how long it took.
//!
//! `print_ready --threads 1 --rounds 15 --width 1800 --height 1200 IN.jpg OUT.jpg` does one photo
//! again and again, for a look or a profiler. Without the two files it reads one job a line from
//! its input, the two paths with a tab between them, and so takes its turns beside other programs
//! in `cargo xtask bench imaging --peers`. Either way each job is answered with one line of JSON:
//! `{"wall_ms": 101.2, "cpu_ms": 100.9}`.

#![expect(clippy::print_stdout, reason = "the answers go to stdout")]

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use imaging::{Chroma, Crew, EmbeddedProfile, Encoder, JpegSettings, PixelSize, Print, Studio};
use order::{Crop, QuarterTurns, Recipe};
use rustix::time::{ClockId, clock_gettime};

/// What every contestant of the bench writes: quality 92, no chroma subsampling, 300 dpi.
const QUALITY: u8 = 92;
const DPI: u16 = 300;

/// The whole photo, trimmed around its middle to the shape of the print.
const RECIPE: Recipe = Recipe::plain(QuarterTurns::None, Crop::ALL);

struct Wanted {
    studio: Studio,
    threads: u32,
    rounds: u32,
    size: PixelSize,
    files: Vec<String>,
}

fn main() -> ExitCode {
    match wanted().and_then(|wanted| run(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(wanted: &Wanted) -> Result<()> {
    match wanted.files.as_slice() {
        [] => {
            for line in io::stdin().lock().lines() {
                let line = line.context("reading a job")?;
                let (photo, print) = line.split_once('\t').context("a job has two paths")?;
                answer(wanted, photo, print)?;
            }
        }
        [photo, print] => {
            for _ in 0..wanted.rounds {
                answer(wanted, photo, print)?;
            }
        }
        _ => bail!("either a photo and a print, or neither"),
    }
    Ok(())
}

fn answer(wanted: &Wanted, photo: &str, print: &str) -> Result<()> {
    if photo.ends_with(".heic") {
        // The kiosk loads it long before a customer comes; who prints JPEGs alone does not.
        imaging::heif::load(wanted.threads).context("loading libheif")?;
    }
    let (began, cpu_before) = (Instant::now(), cpu_time());
    make(
        &wanted.studio,
        Path::new(photo),
        Path::new(print),
        wanted.size,
    )?;
    let wall_ms = began.elapsed().as_secs_f64() * 1000.0;
    let cpu_ms = (cpu_time() - cpu_before).as_secs_f64() * 1000.0;
    println!("{{\"wall_ms\": {wall_ms:.3}, \"cpu_ms\": {cpu_ms:.3}}}");
    io::stdout().flush().context("answering")
}

fn make(studio: &Studio, photo: &Path, print: &Path, size: PixelSize) -> Result<()> {
    let bytes = fs::read(photo).with_context(|| format!("reading {}", photo.display()))?;
    let settings = JpegSettings {
        quality: QUALITY,
        chroma: Chroma::Full,
        dpi: DPI,
        profile: EmbeddedProfile::Srgb.icc()?,
    };
    let mut encoder = Encoder::new(size, settings)?;
    let mut encoded = Ok(());
    studio
        .render_rows(&bytes, &RECIPE, &Print::plain(size), &mut |row| {
            encoded = encoded.and_then(|()| encoder.row(row));
        })
        .context("rendering")?;
    encoded.context("encoding")?;
    let jpeg = encoder.finish().context("encoding")?;
    fs::write(print, jpeg).with_context(|| format!("writing {}", print.display()))
}

/// Processor time of all threads of this process so far.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::from_secs(seconds) + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or(0))
}

fn wanted() -> Result<Wanted> {
    let (mut threads, mut rounds, mut width, mut height) = (1, 1, 1800, 1200);
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || -> Result<u32> {
            let text = arguments.next().unwrap_or_default();
            text.parse()
                .with_context(|| format!("`{argument}` takes a number, not `{text}`"))
        };
        match argument.as_str() {
            "--threads" => threads = number()?,
            "--rounds" => rounds = number()?,
            "--width" => width = number()?,
            "--height" => height = number()?,
            _ => files.push(argument),
        }
    }
    let studio = match threads {
        0 => bail!("no thread renders nothing"),
        1 => Studio::alone(),
        _ => Studio::with(Crew::with_helper().context("starting a thread")?),
    };
    let size = PixelSize::new(width, height).context("the size of the print")?;
    Ok(Wanted {
        studio,
        threads,
        rounds,
        size,
        files,
    })
}
