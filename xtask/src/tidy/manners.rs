//! What code in some rooms must not call. (What nobody may call stands in `clippy.toml`.)

use super::Finding;
use super::tree::{File, Tree};

/// Calls that some rooms may not make.
struct Manner {
    /// Beginnings of paths.
    rooms: &'static [&'static str],
    /// The calls.
    calls: &'static [&'static str],
    /// What to do instead.
    instead: &'static str,
}

const MANNERS: &[Manner] = &[
    // Nobody reads the clock, the environment or randomness there, so that what happens can be
    // replayed.
    Manner {
        rooms: &[
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
        ],
        calls: &[
            "SystemTime::now",
            "Timestamp::now",
            "Zoned::now",
            "env::var",
            "getrandom::",
            "rand::random",
            "rand::rng",
            "thread_rng",
        ],
        instead: "is read below the third floor; have it handed in",
    },
    Manner {
        rooms: &[
            "crates/printing/src/",
            "crates/payment/src/",
            "crates/uplink/src/",
            "crates/station/src/",
            "dashboard/src/",
        ],
        calls: &["thread::sleep", "reqwest::blocking"],
        instead: "stops every task of its thread; await instead",
    },
    Manner {
        rooms: &["crates/", "dashboard/src/", "src-tauri/src/", "xtask/src/"],
        calls: &["new(\"sh\"", "new(\"bash\"", "new(\"/bin/sh\""],
        instead: "is a shell; start the program itself",
    },
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.is(&["rs"]) && !file.is_test())
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let manners = MANNERS
        .iter()
        .filter(|manner| manner.rooms.iter().any(|room| file.path.starts_with(room)));
    let mut findings = Vec::new();
    for manner in manners {
        for (number, line) in product_lines(file) {
            for call in manner.calls {
                if line.contains(call) {
                    findings.push(Finding::new(
                        format!("{}:{number}", file.path),
                        format!("`{call}` {}", manner.instead),
                    ));
                }
            }
        }
    }
    findings
}

/// The lines that are neither comments nor the tests at the end of the file.
fn product_lines(file: &File) -> impl Iterator<Item = (usize, &str)> {
    file.lines()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_manners_are_found_in_the_rooms_they_are_bad_in() {
        let clock = "fn f() {\n    let now = SystemTime::now();\n}\n";
        let in_a_test = "#[cfg(test)]\nmod tests {\n    fn f() { SystemTime::now(); }\n}\n";
        let sleep = "fn f() { std::thread::sleep(SECOND); }\n";
        let tree = Tree::of(&[
            ("crates/order/src/quote.rs", clock),
            ("crates/order/src/price.rs", in_a_test),
            ("crates/station/src/clock.rs", clock),
            ("dashboard/src/beat.rs", sleep),
            ("crates/watchdog/src/main.rs", sleep),
        ]);
        let places: Vec<String> = check(&tree).into_iter().map(|f| f.place).collect();
        assert_eq!(
            places,
            ["crates/order/src/quote.rs:2", "dashboard/src/beat.rs:1"],
            "the station may read the clock, a test may too, and the watchdog may sleep"
        );
    }
}
