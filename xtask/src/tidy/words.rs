//! Words that must not be committed.

use super::Finding;
use super::tree::{File, Tree};

/// A text and why it must not be there. The texts are cut in two, so that this file does not find
/// itself.
const NOWHERE: &[([&str; 2], &str)] = &[
    (["to", "do!("], "is unfinished; finish it or leave it out"),
    (
        ["unimpl", "emented!("],
        "is unfinished; finish it or leave it out",
    ),
    (
        ["FIX", "ME"],
        "is a note to oneself; file an issue or put it right",
    ),
    (
        ["/ro", "ot/"],
        "is somebody's own machine; name no home folder",
    ),
    (
        ["/wo", "rk/"],
        "is somebody's own machine; name no absolute folder",
    ),
];

/// Hosts of public script and font stores: a kiosk has no business there, and its content policy
/// would refuse them.
const STORES: &[[&str; 2]] = &[
    ["cdn.", "jsdelivr.net"],
    ["un", "pkg.com"],
    ["cdnjs.", "cloudflare.com"],
    ["fonts.", "googleapis.com"],
    ["fonts.", "gstatic.com"],
    ["esm", ".sh/"],
];

/// Passwords that people leave behind.
const PASSWORDS: &[[&str; 2]] = &[
    ["change", "me"],
    ["change", "-me"],
    ["admin", "123"],
    ["password", "123"],
    ["let", "mein"],
    ["\"123", "456\""],
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| !file.is(&["lock"]) && !file.path.ends_with("package-lock.json"))
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |number: usize, line: &str, parts: &[&str; 2], why: &str| {
        let word = parts.concat();
        if line.contains(&word) {
            let place = format!("{}:{number}", file.path);
            findings.push(Finding::new(place, format!("`{word}` {why}")));
        }
    };
    for (number, line) in file.lines() {
        for (parts, why) in NOWHERE {
            find(number, line, parts, why);
        }
        for parts in STORES {
            find(
                number,
                line,
                parts,
                "is a store on the Internet; bundle what is needed",
            );
        }
        if !file.is_test() {
            for parts in PASSWORDS {
                find(
                    number,
                    line,
                    parts,
                    "is a password anybody would guess; there are no default passwords",
                );
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_words_are_found_where_they_stand() {
        let unfinished = format!("fn a() {{\n    {}\n}}\n", NOWHERE[0].0.concat());
        let store = format!("<script src=\"https://{}/x\">", STORES[1].concat());
        let password = format!("let password = \"{}\";", PASSWORDS[0].concat());
        let tree = Tree::of(&[
            ("crates/order/src/lib.rs", unfinished.as_str()),
            ("ui/kiosk/index.html", store.as_str()),
            ("dashboard/src/users.rs", password.as_str()),
            ("dashboard/tests/users.rs", password.as_str()),
            ("README.md", "The photo lab's method of work."),
        ]);
        let places: Vec<String> = check(&tree).into_iter().map(|f| f.place).collect();
        assert_eq!(
            places,
            [
                "crates/order/src/lib.rs:2",
                "ui/kiosk/index.html:1",
                "dashboard/src/users.rs:1"
            ],
            "a test may try a bad password, and plain prose is no finding"
        );
    }
}
