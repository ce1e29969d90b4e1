//! What faces cost on this machine, as JSON: `face_costs --rounds N PICTURE`.
//!
//! Each number is the least processor time of the rounds, in milliseconds, on one thread: of
//! unpacking the networks, of finding the faces of the picture at 1600 px, and of beautifying it
//! at 1800 px with everything at full strength.

use std::fs;
use std::process::ExitCode;

use imaging::FaceFinder;
use order::recipe::Beautify;
use rustix::time::{ClockId, clock_gettime};

const USAGE: &str = "usage: face_costs --rounds N PICTURE";

/// The preview in which faces are found.
const PREVIEW_PX: u32 = 1600;

/// The longer side of a 6-inch print.
const PRINT_PX: u32 = 1800;

/// Everything at full strength.
const FULL: Beautify = Beautify {
    smooth: 100,
    brighten: 100,
    blemish: 100,
    red_eye: 100,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [flag, rounds, path] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let (Some(rounds), "--rounds") = (rounds.parse().ok().filter(|&n| n > 0), flag.as_str()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match measure(rounds, path) {
        Ok(json) => {
            #[expect(clippy::print_stdout, reason = "the answer of a command")]
            {
                println!("{json}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(rounds: u32, path: &str) -> Result<String, Box<dyn std::error::Error>> {
    let bytes = fs::read(path)?;
    let shown = imaging::preview(&bytes, PREVIEW_PX)
        .map_err(|refusal| format!("refused: {refusal:?}"))?
        .picture;
    let (load_ms, finder) = least(rounds, FaceFinder::load);
    let finder = finder?;
    let (find_ms, faces) = least(rounds, || finder.find(&shown));
    let print = imaging::preview(&bytes, PRINT_PX)
        .map_err(|refusal| format!("refused: {refusal:?}"))?
        .picture;
    let sitters = finder.find(&print);
    // Each round works on a copy of its own, made before the clock starts.
    let mut prints: Vec<_> = (0..rounds).map(|_| print.clone()).collect();
    let (beautify_ms, ()) = least(rounds, || {
        if let Some(mut print) = prints.pop() {
            imaging::beautify(&mut print, &sitters, FULL);
        }
    });
    Ok(format!(
        "{{\"rounds\":{rounds},\"faces\":{},\"load_ms\":{load_ms:.2},\"find_1600_ms\":{find_ms:.2},\"beautify_1800_ms\":{beautify_ms:.2}}}",
        faces.len(),
    ))
}

/// The least time of the rounds in milliseconds, and the last round's answer.
fn least<T>(rounds: u32, mut work: impl FnMut() -> T) -> (f64, T) {
    let mut round = || {
        let before = processor_ns();
        let answer = work();
        ((processor_ns() - before) as f64 / 1e6, answer)
    };
    let mut best = round();
    for _ in 1..rounds {
        let (ms, answer) = round();
        best = (best.0.min(ms), answer);
    }
    best
}

/// The time this thread has spent on a processor, in nanoseconds.
fn processor_ns() -> i64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}
