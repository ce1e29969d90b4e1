//! The web pages' npm packages, exactly as the lock file names them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{shell, workspace};

/// Runs `npm ci` where the installed packages are not those of the lock file; says whether it did.
pub(super) fn install_missing() -> Result<bool> {
    let lock = read(&workspace::ui().join("package-lock.json"))?;
    // npm leaves its own account of what it installed.
    let installed = read(&workspace::ui().join("node_modules/.package-lock.json"));
    if installed.is_ok_and(|installed| holds(&installed, &lock)) {
        return Ok(false);
    }
    println!("Installing npm packages: the web pages' tools and libraries");
    shell::run(
        shell::program(
            "npm",
            &["ci", "--no-audit", "--no-fund", "--loglevel=error"],
        )
        .current_dir(workspace::ui()),
    )?;
    Ok(true)
}

fn read(path: &Path) -> Result<Value> {
    let text = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("reading {}", path.display()))
}

/// Whether all packages of `lock` are installed in the version it names. Optional ones may be
/// absent: they are for other machines.
fn holds(installed: &Value, lock: &Value) -> bool {
    let Some(wanted) = lock["packages"].as_object() else {
        return false;
    };
    let there = &installed["packages"];
    wanted
        .iter()
        .filter(|(path, _)| !path.is_empty())
        .all(|(path, package)| match there.get(path) {
            Some(found) => found["version"] == package["version"],
            None => package["optional"] == Value::Bool(true),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_the_lock_file_names_counts_as_installed() {
        let lock = json!({"packages": {
            "": {"name": "minilab-ui"},
            "node_modules/vite": {"version": "8.3.8"},
            "node_modules/for-another-machine": {"version": "1.0.0", "optional": true},
        }});
        let with = |version: &str| json!({"packages": {"node_modules/vite": {"version": version}}});
        assert!(holds(&with("8.3.8"), &lock), "everything needed is there");
        assert!(!holds(&with("8.0.0"), &lock), "an older version is not it");
        assert!(!holds(&json!({"packages": {}}), &lock), "nothing is there");
    }
}
