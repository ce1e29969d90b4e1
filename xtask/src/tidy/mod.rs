//! `cargo xtask tidy`: what keeps the house in order and no compiler checks.
//!
//! Each rule is a file: it looks, and says what it found as [`Finding`]s. Start reading at
//! [`floors`], the rule that all others only decorate.

mod floors;
mod manners;
mod owners;
mod screens;
mod sizes;
mod top_level;
mod tree;
mod words;

use std::fmt;

use anyhow::{Context, Result, bail};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::workspace;
use tree::Tree;

/// One thing that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// `path` or `path:line`, or the name of a package.
    place: String,
    /// What is wrong there and what to do, as a sentence without its full stop.
    sentence: String,
}

impl Finding {
    fn new(place: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            sentence: sentence.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.place, self.sentence)
    }
}

/// Checks everything; prints what is wrong, and the files that are long.
pub(crate) fn run() -> Result<()> {
    let metadata = metadata()?;
    let tree = Tree::read(&workspace::root_plain())?;
    for long in sizes::long_files(&tree) {
        println!("for a look: {long}");
    }
    let findings = check(&metadata, &tree);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("The house is tidy.");
            Ok(())
        }
        1 => bail!("tidy found one thing to put right"),
        several => bail!("tidy found {several} things to put right"),
    }
}

fn check(metadata: &Metadata, tree: &Tree) -> Vec<Finding> {
    let mut findings = floors::check(metadata);
    findings.extend(owners::check(metadata));
    findings.extend(top_level::check(tree));
    findings.extend(words::check(tree));
    findings.extend(manners::check(tree));
    findings.extend(screens::check(tree));
    findings
}

fn metadata() -> Result<Metadata> {
    MetadataCommand::new()
        .current_dir(workspace::root())
        .no_deps()
        .exec()
        .context("asking cargo for the workspace's plan")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_house_is_tidy() {
        let metadata = metadata().expect("cargo knows this workspace");
        let tree = Tree::read(&workspace::root_plain()).expect("the tree can be read");
        let findings: Vec<String> = check(&metadata, &tree)
            .iter()
            .map(Finding::to_string)
            .collect();
        assert!(
            findings.is_empty(),
            "`cargo xtask tidy` must be silent:\n{}",
            findings.join("\n")
        );
    }
}
