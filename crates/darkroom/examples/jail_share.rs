//! What the jail costs: the same print made in this process and in the darkroom, in turns.
//!
//! ```text
//! cargo run --release -p darkroom --example jail_share -- --rounds 50 photo.jpg
//! ```
//!
//! Prints one JSON object of medians in milliseconds. `share_ms` is the median of the differences
//! of neighbouring rounds, so that whatever else the machine does falls on both. The worker's
//! start is not part of `darkroom_ms`, since spare workers wait ready; it is told apart.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use bytes::Bytes;
use clap::Parser;
use darkroom::protocol::{self, Hello};
use darkroom::{Darkroom, DarkroomConfig, PixelSize, Print};
use imaging::{Chroma, Crew, EmbeddedProfile, Encoder, JpegSettings, Studio};
use order::recipe::Crop;
use order::{QuarterTurns, Recipe};
use serde_json::json;

#[derive(Parser)]
struct Arguments {
    /// How many pairs of prints are made.
    #[arg(long, default_value_t = 30)]
    rounds: usize,
    /// The worker; by default the one built beside this example.
    #[arg(long)]
    worker: Option<PathBuf>,
    /// A photo of any format.
    photo: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let photo = Bytes::from(std::fs::read(&arguments.photo).context("reading the photo")?);
    let worker = match arguments.worker {
        Some(worker) => worker,
        None => beside_this_example()?,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let room = Darkroom::new(DarkroomConfig::new(&worker));
    runtime.block_on(room.warm_up())?;

    let studio = Studio::with(Crew::with_helper().context("starting a thread")?);
    let mut in_process = Vec::new();
    let mut in_darkroom = Vec::new();
    let mut shares = Vec::new();
    // The first round finds cold caches on one side only.
    for round in 0..=arguments.rounds {
        let started = Instant::now();
        let here = print_here(&studio, &photo)?;
        let here_ms = milliseconds(started);
        let started = Instant::now();
        let there = runtime.block_on(room.render(photo.clone(), RECIPE, Print::plain(size()?)))?;
        let there_ms = milliseconds(started);
        anyhow::ensure!(here == there, "both ways make the same print");
        if round > 0 {
            in_process.push(here_ms);
            in_darkroom.push(there_ms);
            shares.push(there_ms - here_ms);
        }
        // The next worker is made ready meanwhile, as it is while a customer looks at the screen.
        std::thread::sleep(std::time::Duration::from_millis(60));
    }
    drop(room);
    let mut start = Vec::new();
    let mut start_cpu = Vec::new();
    for _ in 0..arguments.rounds {
        let (wall_ms, cpu_ms) = start_once(&worker)?;
        start.push(wall_ms);
        start_cpu.push(cpu_ms);
    }
    let answer = json!({
        "in_process_ms": median(in_process),
        "darkroom_ms": median(in_darkroom),
        "share_ms": median(shares),
        "worker_start_ms": median(start),
        "worker_start_cpu_ms": median(start_cpu),
    });
    #[expect(clippy::print_stdout, reason = "the answer of a command")]
    {
        println!("{answer:#}");
    }
    Ok(())
}

/// A 6-inch print at 300 dpi.
const RECIPE: Recipe = Recipe::plain(QuarterTurns::None, Crop::ALL);
const DPI: u16 = 300;
/// What the darkroom writes prints with.
const QUALITY: u8 = 92;

fn size() -> Result<PixelSize> {
    Ok(PixelSize::new(1800, 1200)?)
}

/// The print as the jailed worker and its client make it together: by as many threads, and written
/// row by row as it comes.
fn print_here(studio: &Studio, photo: &[u8]) -> Result<Vec<u8>> {
    let settings = JpegSettings {
        quality: QUALITY,
        chroma: Chroma::Full,
        dpi: DPI,
        profile: EmbeddedProfile::Srgb.icc()?,
    };
    let mut encoder = Encoder::new(size()?, settings)?;
    let mut encoded = Ok(());
    studio.render_rows(photo, &RECIPE, &Print::plain(size()?), &mut |row| {
        encoded = encoded.and_then(|()| encoder.row(row));
    })?;
    encoded?;
    Ok(encoder.finish()?)
}

/// Starts a worker, waits for its first words and sees it off.
fn start_once(worker: &PathBuf) -> Result<(f64, f64)> {
    let tray = tempfile::NamedTempFile::new_in("/dev/shm")?;
    tray.as_file().set_len(imaging::limits::MAX_BYTES as u64)?;
    let cpu_before = children_cpu_ms();
    let started = Instant::now();
    let mut child = Command::new(worker)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::open(tray.path())?)
        .spawn()?;
    let mut output = child.stdout.take().context("a pipe")?;
    protocol::read::<Hello>(&mut output)?;
    let wall_ms = milliseconds(started);
    drop(child.stdin.take());
    child.wait()?;
    Ok((wall_ms, children_cpu_ms() - cpu_before))
}

/// Processor time of the children seen off so far, from `/proc/self/stat` (proc(5), fields 16 and
/// 17) would be too coarse; the kernel keeps microseconds for `getrusage`.
fn children_cpu_ms() -> f64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    #[expect(unsafe_code, reason = "no safe interface offers it")]
    // SAFETY: the call fills the structure it is given, which zeroes make a valid one before that.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    [usage.ru_utime, usage.ru_stime]
        .iter()
        .map(|time| time.tv_sec as f64 * 1e3 + time.tv_usec as f64 / 1e3)
        .sum()
}

fn beside_this_example() -> Result<PathBuf> {
    let example = std::env::current_exe()?;
    let folder = example.parent().and_then(|folder| folder.parent());
    Ok(folder
        .context("a folder above the examples")?
        .join("minilab-darkroom"))
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1e3
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.get(values.len() / 2).copied().unwrap_or(f64::NAN);
    (middle * 100.0).round() / 100.0
}
