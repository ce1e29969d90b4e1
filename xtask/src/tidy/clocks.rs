//! Below the third floor nobody reads the clock, the environment or randomness: they are handed
//! in, so that what happens there can be replayed.

use super::Finding;
use super::tree::{File, Tree};

/// The rooms below the third floor.
const ROOMS: &[&str] = &[
    "crates/order/src/",
    "crates/wire/src/",
    "crates/imaging/src/",
    "crates/printing/src/",
    "crates/payment/src/",
    "crates/transit/src/",
    "crates/wechat/src/",
    "crates/intake/src/",
    "crates/uplink/src/",
    "crates/housekeeping/src/",
];

/// How one reads them.
const READINGS: &[&str] = &[
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "env::var",
    "getrandom::",
    "rand::random",
    "rand::rng",
    "thread_rng",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| ROOMS.iter().any(|room| file.path.starts_with(room)))
        .filter(|file| file.is(&["rs"]) && !file.is_test())
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        if line.trim() == "#[cfg(test)]" {
            break; // tests stand at the end of a file
        }
        if line.trim_start().starts_with("//") {
            continue;
        }
        for reading in READINGS {
            if line.contains(reading) {
                findings.push(Finding::new(
                    format!("{}:{number}", file.path),
                    format!("`{reading}` below the third floor; have it handed in"),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_below_the_third_floor_is_found() {
        let clock = "fn f() {\n    let now = SystemTime::now();\n}\n";
        let in_a_test = "#[cfg(test)]\nmod tests {\n    use std::time::SystemTime;\n\
                         fn f() { SystemTime::now(); }\n}\n";
        let tree = Tree::of(&[
            ("crates/order/src/quote.rs", clock),
            ("crates/order/src/price.rs", in_a_test),
            ("crates/station/src/clock.rs", clock),
        ]);
        let places: Vec<String> = check(&tree).into_iter().map(|f| f.place).collect();
        assert_eq!(
            places,
            ["crates/order/src/quote.rs:2"],
            "the station may read the clock, and so may a test"
        );
    }
}
