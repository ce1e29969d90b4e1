//! The web pages: no handlers inside markup (the content policy would refuse them), and raw
//! colours in `tokens.css` only, so that one file decides the look. Pictures (SVG) are left alone:
//! they are shown where no style sheet reaches.

use super::Finding;
use super::tree::{File, Tree};

/// Folders whose files become web pages.
const FOLDERS: &[&str] = &["ui/", "dashboard/templates/", "crates/sandbox/templates/"];

/// The only file with raw colours.
const TOKENS: &str = "ui/shared/tokens.css";

/// Pages of the sandbox are not the product's faces and carry their own colours.
const FOREIGN_FACES: &str = "crates/sandbox/";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let pages = tree
        .files
        .iter()
        .filter(|file| FOLDERS.iter().any(|folder| file.path.starts_with(folder)))
        .filter(|file| file.is(&["html", "css", "ts"]) && !file.is_test());
    pages.flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let colours_are_tokens = file.path != TOKENS && !file.path.starts_with(FOREIGN_FACES);
    for (number, line) in file.lines() {
        let place = || format!("{}:{number}", file.path);
        if let Some(handler) = inline_handler(line) {
            findings.push(Finding::new(
                place(),
                format!("`{handler}` is a handler inside markup; listen from a script"),
            ));
        }
        // The browser's own bar is coloured before any style sheet is read.
        let own_bar = line.contains("theme-color");
        if colours_are_tokens
            && !own_bar
            && let Some(colour) = raw_colour(line, file.is(&["css", "html"]))
        {
            findings.push(Finding::new(
                place(),
                format!("`{colour}` is a raw colour; use a token of {TOKENS}"),
            ));
        }
    }
    findings
}

/// An attribute like `onclick="`.
fn inline_handler(line: &str) -> Option<String> {
    let (before, _) = line
        .match_indices("=\"")
        .map(|(at, _)| line.split_at(at))
        .find(|(before, _)| {
            let name = before.rsplit(char::is_whitespace).next().unwrap_or("");
            name.strip_prefix("on").is_some_and(|event| {
                event.len() > 2 && event.bytes().all(|byte| byte.is_ascii_lowercase())
            })
        })?;
    before
        .rsplit(char::is_whitespace)
        .next()
        .map(|name| format!("{name}="))
}

/// A colour like `#b93c0b`. In a script only a quoted one counts: `#` also marks private fields
/// and fragments of addresses. In styles, `#` after `url(` or an entity's `&` is no colour.
fn raw_colour(line: &str, styles: bool) -> Option<&str> {
    for (at, _) in line.match_indices('#') {
        let digits = line[at + 1..]
            .bytes()
            .take_while(u8::is_ascii_hexdigit)
            .count();
        let end = at + 1 + digits;
        let word_goes_on = line[end..]
            .starts_with(|next: char| next.is_alphanumeric() || next == '-' || next == '_');
        if !matches!(digits, 3 | 4 | 6 | 8) || word_goes_on {
            continue;
        }
        let before = line[..at].chars().next_back();
        let fits = if styles {
            matches!(before, Some(' ' | ':' | '(' | ',' | '"' | '\''))
        } else {
            matches!(before, Some('"' | '\'' | '`'))
        };
        // `href="#abc"` goes to a part of the page.
        if fits && !line[..at].ends_with("href=\"") {
            return Some(&line[at..end]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handlers_in_markup_and_raw_colours_are_found() {
        let tree = Tree::of(&[
            ("ui/kiosk/index.html", "<button onclick=\"go()\">"),
            ("ui/kiosk/pay.css", "a { color: #B93C0B; }"),
            ("ui/kiosk/pay.ts", "const accent = \"#b93c0b\";"),
            ("ui/shared/tokens.css", ":root { --ink: #1B1A17; }"),
            (
                "ui/kiosk/crop.ts",
                "this.#bad = html`<b @click=${go} lang=\"zh\">`;",
            ),
            (
                "dashboard/templates/base.html",
                "<a href=\"#fac\">&#233;</a>",
            ),
        ]);
        let places: Vec<String> = check(&tree).into_iter().map(|f| f.place).collect();
        assert_eq!(
            places,
            [
                "ui/kiosk/index.html:1",
                "ui/kiosk/pay.css:1",
                "ui/kiosk/pay.ts:1"
            ],
            "tokens may, and private fields, links and listeners are none of it"
        );
    }
}
