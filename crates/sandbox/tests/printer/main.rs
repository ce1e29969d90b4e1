//! The printing room against a real `ippeveprinter`: what is submitted is what arrives, and every
//! way a sheet can fail is told from every other.

mod bench;
mod faults;
mod journey;
