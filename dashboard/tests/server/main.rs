//! The server at its boundary: real HTTP on loopback, a real database in a folder of its own, and
//! a payment provider that does what the test says.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its stage has failed"
)]

mod broker;
mod charging;
mod code_limits;
mod codes;
mod fleet;
mod free_codes;
mod metrics;
mod proofs;
mod regions;
mod security;
mod silence;
mod stage;
mod visits;
