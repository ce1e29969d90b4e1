//! Nothing at the top that a newcomer would have to ask about.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

const EXPECTED: &[&str] = &[
    ".cargo",
    ".ci",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "crates",
    "dashboard",
    "deny.toml",
    "docs",
    "icons",
    "migrations",
    "src-tauri",
    "tests",
    "ui",
    "xtask",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let top: BTreeSet<&str> = tree
        .paths
        .iter()
        .filter_map(|path| path.split('/').next())
        .collect();
    top.into_iter()
        .filter(|entry| !EXPECTED.contains(entry))
        .map(|entry| {
            Finding::new(
                entry,
                "stands at the top without being expected there; find it a room, or name it in \
                 xtask/src/tidy/top_level.rs",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_entry_at_the_top_is_found() {
        let tree = Tree::of(&[("README.md", ""), ("notes.txt", ""), ("ui/notes.txt", "")]);
        let places: Vec<String> = check(&tree).into_iter().map(|f| f.place).collect();
        assert_eq!(places, ["notes.txt"], "below the top, rooms are their own");
    }
}
