//! What Minilab claims to be faster and leaner than, as rows of the report.

use anyhow::{Context, Result};

use super::entry::{Entry, Program, Threads};
use super::photos::Photo;
use super::race::Finish;
use crate::bench::report::{Bound, Peer, Row};

/// A print of ours that takes no more than a part of a peer's time.
struct Claim {
    photo: Photo,
    threads: Threads,
    peer: Program,
    at_most: f64,
}

const CLAIMS: [Claim; 5] = [
    claim(Photo::Twelve, Threads::One, Program::PillowSimd, 0.50),
    claim(Photo::Twelve, Threads::One, Program::Vips, 0.35),
    claim(Photo::Twelve, Threads::Two, Program::Vips, 0.45),
    claim(Photo::TwentyFour, Threads::One, Program::PillowSimd, 0.55),
    claim(
        Photo::TwelveProgressive,
        Threads::One,
        Program::PillowSimd,
        0.70,
    ),
];

const fn claim(photo: Photo, threads: Threads, peer: Program, at_most: f64) -> Claim {
    Claim {
        photo,
        threads,
        peer,
        at_most,
    }
}

/// The rows of one photo's race: each of our times beside each peer's, then the memory.
pub(super) fn rows(photo: Photo, finishes: &[Finish]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for threads in [Threads::One, Threads::Two] {
        let ours = of(finishes, Program::Ours, threads)?;
        let name = format!("{} to print, {}", photo.name(), threads.name());
        rows.push(Row::new(name.clone(), "ms", &ours.walls())?);
        let cpu_name = format!("{}, processor", name);
        rows.push(Row::new(cpu_name, "ms", &ours.cpus())?);
        for peer in finishes.iter().filter(|finish| is_peer(finish, threads)) {
            let peer_of_row = Peer::of(peer.entry.program.name(), &peer.walls())?;
            let mut row = Row::new(name.clone(), "ms", &ours.walls())?.beside(peer_of_row);
            let claimed = CLAIMS.iter().find(|claim| {
                claim.photo == photo && claim.threads == threads && claim.peer == peer.entry.program
            });
            if let Some(claim) = claimed {
                row = row.bound(Bound::RatioAtMost(claim.at_most));
            }
            rows.push(row);
        }
    }
    rows.extend(memory(photo, finishes)?);
    Ok(rows)
}

/// Our larger peak, of one and two threads, beside each peer's smaller one.
fn memory(photo: Photo, finishes: &[Finish]) -> Result<Vec<Row>> {
    let ours = finishes
        .iter()
        .filter(|finish| finish.entry.program == Program::Ours)
        .map(|finish| finish.peak_mib)
        .fold(0.0, f64::max);
    let name = format!("{} to print, peak memory", photo.name());
    let mut rows = vec![Row::new(name.clone(), "MiB", &[ours])?];
    let mut seen: Vec<Program> = Vec::new();
    for Entry { program, .. } in finishes.iter().map(|finish| finish.entry) {
        if program == Program::Ours || seen.contains(&program) {
            continue;
        }
        seen.push(program);
        let leanest = finishes
            .iter()
            .filter(|finish| finish.entry.program == program)
            .map(|finish| finish.peak_mib)
            .fold(f64::INFINITY, f64::min);
        let row =
            Row::new(name.clone(), "MiB", &[ours])?.beside(Peer::of(program.name(), &[leanest])?);
        // A HEIC is held whole by libheif, whoever calls it.
        rows.push(if photo.is_jpeg() {
            row.bound(Bound::RatioAtMost(1.0))
        } else {
            row
        });
    }
    Ok(rows)
}

fn is_peer(finish: &Finish, threads: Threads) -> bool {
    finish.entry.program != Program::Ours && finish.entry.threads == threads
}

fn of(finishes: &[Finish], program: Program, threads: Threads) -> Result<&Finish> {
    finishes
        .iter()
        .find(|finish| finish.entry == Entry { program, threads })
        .with_context(|| format!("{} did not take part", program.name()))
}
