//! An arrow only points down, and neighbours never import each other.

use cargo_metadata::{DependencyKind, Metadata, Package};

use super::Finding;

/// Every room and its floor. A room may use only rooms of lower floors.
const FLOORS: &[(&str, u8)] = &[
    // Domain: no I/O at all.
    ("order", 0),
    // Speech.
    ("wire", 1),
    // Adapters: each knows one part of the outside world.
    ("imaging", 2),
    ("printing", 2),
    ("payment", 2),
    ("transit", 2),
    ("wechat", 2),
    ("intake", 2),
    ("uplink", 2),
    ("housekeeping", 2),
    // Service.
    ("station", 3),
    ("darkroom", 3),
    // Hosts: what is started.
    ("minilab-kiosk", 4),
    ("dashboard", 4),
    ("watchdog", 4),
    ("sandbox", 4),
    ("xtask", 4),
    ("bindings", 4),
    // Stories run the hosts against each other, so they stand above them.
    ("stories", 5),
];

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

pub(super) fn check(metadata: &Metadata) -> Vec<Finding> {
    let packages = metadata.workspace_packages();
    let mut findings = Vec::new();
    for package in &packages {
        let Some(here) = floor(&package.name) else {
            findings.push(Finding::new(
                package.name.as_str(),
                "is on no floor; give it one in xtask/src/tidy/floors.rs",
            ));
            continue;
        };
        findings.extend(wrong_arrows(package, here));
    }
    findings
}

fn wrong_arrows(package: &Package, here: u8) -> Vec<Finding> {
    let rooms = package.dependencies.iter().filter(|d| d.path.is_some());
    rooms
        .filter_map(|dependency| {
            let there = floor(&dependency.name)?;
            let direction = match there {
                there if there > here => "up",
                there if there == here => "sideways",
                _ => return None,
            };
            let kind = match dependency.kind {
                DependencyKind::Development => " in its tests",
                DependencyKind::Build => " in its build script",
                _ => "",
            };
            Some(Finding::new(
                package.name.as_str(),
                format!(
                    "points {direction} to {}{kind} (floor {here} to floor {there}); \
                     an arrow only points down",
                    dependency.name
                ),
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::owners;

    /// What cargo says of a workspace in which `wire` uses `station`, `printing` tests itself
    /// with `payment`, `station` names axum, and one room is new.
    const BAD: &str = include_str!("fixtures/bad_metadata.json");

    fn bad() -> Metadata {
        serde_json::from_str(BAD).expect("the fixture is cargo's JSON")
    }

    #[test]
    fn upward_and_sideways_arrows_are_found_in_tests_too() {
        let said: Vec<String> = check(&bad()).iter().map(Finding::to_string).collect();
        assert_eq!(
            said,
            [
                "wire: points up to station (floor 1 to floor 3); an arrow only points down",
                "printing: points sideways to payment in its tests (floor 2 to floor 2); \
                 an arrow only points down",
                "attic: is on no floor; give it one in xtask/src/tidy/floors.rs",
            ],
            "each wrong arrow is named, and the right one from station to wire is not"
        );
    }

    #[test]
    fn a_library_outside_its_rooms_is_found() {
        let said: Vec<String> = owners::check(&bad())
            .iter()
            .map(Finding::to_string)
            .collect();
        assert_eq!(
            said,
            ["station: names axum, which only dashboard, sandbox may"],
            "sqlx is the station's own"
        );
    }
}
