//! Reads the small part of TOML that the watchdog's configuration needs: one `key = value` a
//! line, where a value is a whole number, a text in double quotes (with `\"` and `\\`), or a list
//! of such texts on one line. Comments begin with `#`. Tables, dates, fractions and texts over
//! several lines are refused, so a file that is accepted means the same to every TOML parser.

/// What stands behind the `=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Number(u64),
    Text(String),
    Texts(Vec<String>),
}

/// A line with something on it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) key: String,
    pub(super) value: Value,
}

/// Why a line is not understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Syntax {
    pub(super) line: usize,
    pub(super) problem: &'static str,
}

/// Every entry of a file, in its order.
pub(super) fn read(text: &str) -> Result<Vec<Entry>, Syntax> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, content) in text.lines().enumerate() {
        let line = index + 1;
        let wrong = |problem| Syntax { line, problem };
        let content = content.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let (key, rest) = content
            .split_once('=')
            .ok_or_else(|| wrong("is neither a comment nor `key = value`"))?;
        let key = key.trim();
        let bare = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if key.is_empty() || !key.chars().all(bare) {
            return Err(wrong(
                "has no key of small letters, digits and _ before its =",
            ));
        }
        if entries.iter().any(|entry| entry.key == key) {
            return Err(wrong("sets a key for the second time"));
        }
        let (value, rest) = value(rest.trim_start()).map_err(wrong)?;
        let rest = rest.trim_start();
        if !rest.is_empty() && !rest.starts_with('#') {
            return Err(wrong("goes on after its value"));
        }
        entries.push(Entry {
            line,
            key: key.to_owned(),
            value,
        });
    }
    Ok(entries)
}

/// A value and what follows it.
fn value(text: &str) -> Result<(Value, &str), &'static str> {
    if text.starts_with('"') {
        let (text, rest) = quoted(text)?;
        return Ok((Value::Text(text), rest));
    }
    if let Some(list) = text.strip_prefix('[') {
        return texts(list);
    }
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.len() > 1 && digits.starts_with('0') {
        return Err("has a number that begins with 0");
    }
    let number = digits
        .parse()
        .map_err(|_| "has no value that is a whole number, a \"text\" or a [\"list\"]")?;
    Ok((Value::Number(number), rest))
}

/// A text from its opening quote on, and what follows the closing one.
fn quoted(text: &str) -> Result<(String, &str), &'static str> {
    let mut said = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Ok((said, &text[at + 1..])),
            '\\' => match letters.next() {
                Some((_, letter @ ('"' | '\\'))) => said.push(letter),
                _ => return Err("has a \\ before something else than \" or \\"),
            },
            letter if letter.is_control() => return Err("has a control character in a text"),
            letter => said.push(letter),
        }
    }
    Err("has a text without its closing quote")
}

/// A list behind its opening bracket, and what follows the closing one.
fn texts(list: &str) -> Result<(Value, &str), &'static str> {
    let mut texts = Vec::new();
    let mut rest = list.trim_start();
    loop {
        if let Some(rest) = rest.strip_prefix(']') {
            return Ok((Value::Texts(texts), rest));
        }
        if !rest.starts_with('"') {
            return Err("has a list of something else than texts, or without its ]");
        }
        let (text, after) = quoted(rest)?;
        texts.push(text);
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if rest.starts_with(']') => rest,
            None => return Err("has a list without a comma between its texts, or without its ]"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Value {
        let mut entries = read(text).expect("a good line");
        entries.pop().expect("one entry").value
    }

    #[test]
    fn each_kind_of_value_is_read() {
        assert_eq!(one("a = 12 # twelve"), Value::Number(12), "a number");
        assert_eq!(
            one(r#"a="x # \" \\ 中""#),
            Value::Text("x # \" \\ 中".to_owned()),
            "a text keeps what looks like a comment"
        );
        assert_eq!(
            one(r#"a = [ "x", "]" ,"z", ] # three"#),
            Value::Texts(vec!["x".into(), "]".into(), "z".into()]),
            "a list, with a comma at its end as TOML has it"
        );
        assert_eq!(one("a = []"), Value::Texts(Vec::new()), "an empty list");
    }

    #[test]
    fn what_is_not_understood_is_named_by_its_line() {
        for bad in [
            "a",
            "= 1",
            "a =",
            "a = -1",
            "a = 1.5",
            "a = 01",
            "a = true",
            "a = 'x'",
            "a = \"x",
            "a = \"x\\n\"",
            "a = [1]",
            "a = [\"x\"",
            "a = [\"x\" \"y\"]",
            "a = [,]",
            "[table]",
            "a = 1 2",
            "A = 1",
            "a.b = 1",
            "a = 99999999999999999999",
        ] {
            let text = format!("# first\n\n{bad}\n");
            let line = read(&text).expect_err(bad).line;
            assert_eq!(line, 3, "{bad:?} stands on line 3");
        }
        let twice = read("a = 1\na = 2\n").expect_err("a key set twice");
        assert_eq!(twice.line, 2, "the second is the wrong one");
    }

    #[test]
    fn any_text_is_survived() {
        let mut dice = fastrand::Rng::with_seed(3);
        let letters: Vec<char> = "a=\"\\[],# 1\n中\t".chars().collect();
        for _ in 0..50_000 {
            let text: String = (0..dice.usize(..24))
                .map(|_| letters[dice.usize(..letters.len())])
                .collect();
            if let Ok(entries) = read(&text) {
                assert!(
                    entries.len() <= text.lines().count(),
                    "at most one entry a line in {text:?}"
                );
            }
        }
    }
}
