//! Ten thousand damaged files.

use order::Refusal;

use crate::judge::{ONE_AT_A_TIME, judge};
use crate::mutations::mutant;
use crate::seeds::SEEDS;

/// As many as run unless `MINILAB_MUTANTS` says otherwise.
const MUTANTS: u64 = 10_080;

/// The seed unless `MINILAB_MUTANT_SEED` says otherwise.
const SEED: u64 = 20_261_122;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect("a whole number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_seed_is_a_picture() {
    let _turn = ONE_AT_A_TIME.lock().await;
    let whole = SEEDS.iter().map(|seed| (seed.name, || seed.bytes.to_vec()));
    let tally = judge(whole, "nothing is random here").await;
    assert_eq!(
        tally.pictures + tally.refused(Refusal::Heic) + tally.refused(Refusal::Avif),
        SEEDS.len(),
        "a seed that is refused makes mutants that test nothing: {tally:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_mutants_are_pictures_or_refusals() {
    let _turn = ONE_AT_A_TIME.lock().await;
    let count = from_environment("MINILAB_MUTANTS", MUTANTS);
    let seed = from_environment("MINILAB_MUTANT_SEED", SEED);
    let told = format!("again with MINILAB_MUTANT_SEED={seed} MINILAB_MUTANTS={count}");
    let mutants = (0..count).map(|number| {
        let name = SEEDS[number as usize % SEEDS.len()].name;
        (name, move || mutant(seed, number).1)
    });
    let tally = judge(mutants, &told).await;
    let tenth = count as usize / 10;
    assert!(
        tally.pictures > tenth && tally.refused(Refusal::Damaged) > tenth,
        "both happen often, or the damage is too great or too small: {tally:?}"
    );
}
