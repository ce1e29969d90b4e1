//! Ten thousand damaged files and a drawer of bombs through the real worker in its real jail: each
//! ends as a picture or as a refusal, within bounds of time and memory.
//!
//! ```text
//! MINILAB_MUTANTS=100000 MINILAB_MUTANT_SEED=7 cargo test -p darkroom --test hostile
//! ```

mod bombs;
mod judge;
mod mutants;
mod mutations;
mod noise;
mod seeds;
mod surgery;
