//! Some libraries belong to a few rooms, so that the rest stays free of what they bring along.

use cargo_metadata::Metadata;

use super::Finding;

/// A library and the rooms that may name it.
const OWNED: &[(&str, &[&str])] = &[
    ("tauri", &["minilab-kiosk"]),
    ("tauri-build", &["minilab-kiosk"]),
    ("axum", &["dashboard", "sandbox"]),
    ("sqlx", &["dashboard", "station"]),
];

pub(super) fn check(metadata: &Metadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata.workspace_packages() {
        for (library, owners) in OWNED {
            let named = package.dependencies.iter().any(|d| d.name == *library);
            if named && !owners.contains(&package.name.as_str()) {
                findings.push(Finding::new(
                    package.name.as_str(),
                    format!("names {library}, which only {} may", owners.join(", ")),
                ));
            }
        }
    }
    findings
}
