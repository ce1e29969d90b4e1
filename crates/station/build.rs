//! Tells Cargo to look again when the journal's migrations change, which their macro cannot see.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/kiosk");
}
