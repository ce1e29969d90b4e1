//! A configuration file with every key and a comment on each.

use super::keys::{Fallback, KEYS, variable};

/// The text of an example file: keys at their defaults, and an example where there is none.
pub(crate) fn example() -> String {
    let mut text = String::from(
        "# Minilab kiosk. Every key can be overridden by the environment variable named with it.\n",
    );
    for key in KEYS {
        let line = match key.fallback {
            Fallback::Text(value) | Fallback::Required(value) => {
                format!("{} = {value:?}", key.name)
            }
            Fallback::Number(number) => format!("{} = {number}", key.name),
            Fallback::Follows(value) => format!("# {} = {value:?}", key.name),
        };
        text.push_str(&format!(
            "\n# {}\n# Allowed: {}. {}\n{line}\n",
            key.comment,
            key.allowed,
            variable(key.name),
        ));
    }
    text
}
