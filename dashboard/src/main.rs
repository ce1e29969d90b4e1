//! The dashboard's command line.
fn main() {}
