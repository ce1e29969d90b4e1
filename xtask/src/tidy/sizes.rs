//! Long files are listed for a look; they may have their reason.

use super::tree::Tree;

/// Where a file begins to be long, in lines.
const LONG: usize = 400;

/// What people write; lock files and generated types are left out.
const WRITTEN: &[&str] = &["rs", "ts", "css", "html", "sql", "toml"];

pub(super) fn long_files(tree: &Tree) -> Vec<String> {
    tree.files
        .iter()
        .filter(|file| file.is(WRITTEN))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > LONG).then(|| format!("{} has {lines} lines", file.path))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_written_files_over_the_limit_are_listed() {
        let long = "line\n".repeat(LONG + 1);
        let tree = Tree::of(&[
            ("crates/order/src/all.rs", &long),
            ("Cargo.lock", &long),
            ("crates/order/src/lib.rs", "line\n"),
        ]);
        assert_eq!(
            long_files(&tree),
            ["crates/order/src/all.rs has 401 lines"],
            "a lock file is nobody's prose"
        );
    }
}
