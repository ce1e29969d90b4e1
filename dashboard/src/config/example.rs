//! A configuration file with every key and a comment on each.

use super::keys::{Fallback, KEYS, variable};

/// The text of an example file. Keys stand at their defaults; the merchant's are commented out.
pub fn example() -> String {
    let mut text = String::from(
        "# Minilab dashboard. Every key can be overridden by the environment variable named with it.\n",
    );
    let mut table = "";
    for key in KEYS {
        let (own_table, name) = key.path.rsplit_once('.').unwrap_or(("", key.path));
        let optional_table = matches!(own_table, "wechat_pay" | "alipay");
        if own_table != table {
            table = own_table;
            let mark = if optional_table { "# " } else { "" };
            text.push_str(&format!("\n{mark}[{table}]\n"));
        }
        let (mark, value) = match key.default {
            Fallback::Value(value) if !optional_table => ("", value),
            Fallback::Value(value) | Fallback::Required(value) => ("# ", value),
            Fallback::Empty => ("# ", ""),
        };
        let value = match value.parse::<i64>() {
            Ok(number) if own_table == "limits" => number.to_string(),
            _ => format!("{value:?}"),
        };
        text.push_str(&format!(
            "\n# {}\n# Allowed: {}. {}\n{mark}{name} = {value}\n",
            key.comment,
            key.allowed,
            variable(key.path),
        ));
    }
    text
}
