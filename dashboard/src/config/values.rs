//! The values of all keys, with where each was set.

use std::collections::HashMap;

use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::keys::{Fallback, KEYS, Key, variable};

/// What was set, by key.
#[derive(Debug)]
pub(super) struct Values(HashMap<&'static str, Set>);

#[derive(Debug)]
struct Set {
    text: String,
    place: String,
}

impl Values {
    /// Reads the text of `file`, then lets the environment override it.
    pub(super) fn read(
        file: &str,
        text: &str,
        from_environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let source = Source { file, text };
        let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
            place: source.place(error.span().map_or(0, |span| span.start)),
            problem: error.message().to_owned(),
        })?;
        let mut values = HashMap::new();
        source.collect("", table.get_ref(), &mut values)?;
        for key in KEYS {
            let name = variable(key.path);
            if let Some(text) = from_environment(&name) {
                values.insert(key.path, Set { text, place: name });
            }
        }
        Ok(Self(values))
    }

    /// Whether any key that begins with `prefix` was set.
    pub(super) fn any_in(&self, prefix: &str) -> bool {
        self.0.keys().any(|path| path.starts_with(prefix))
    }

    /// The value of `path` as `parse` reads it.
    pub(super) fn parsed<T>(
        &self,
        path: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let key = known(path).ok_or_else(|| unknown(String::new(), path))?;
        let (text, place) = match (self.0.get(path), &key.default) {
            (Some(set), _) => (set.text.as_str(), set.place.clone()),
            (None, Fallback::Value(text)) => (*text, "the default".to_owned()),
            (None, Fallback::Empty) => ("", "the default".to_owned()),
            (None, Fallback::Required(_)) => {
                return Err(ConfigError::Missing {
                    key: key.path,
                    variable: variable(path),
                    allowed: key.allowed,
                });
            }
        };
        parse(text).ok_or_else(|| ConfigError::Value {
            place,
            key: key.path,
            found: if path == "database_url" {
                "***".to_owned()
            } else {
                text.to_owned()
            },
            allowed: key.allowed,
        })
    }
}

struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn collect(
        &self,
        prefix: &str,
        table: &DeTable<'_>,
        values: &mut HashMap<&'static str, Set>,
    ) -> Result<(), ConfigError> {
        for (name, value) in table {
            let path = format!("{prefix}{}", name.get_ref());
            let place = self.place(name.span().start);
            let text = match value.get_ref() {
                DeValue::Table(inner) => {
                    self.collect(&format!("{path}."), inner, values)?;
                    continue;
                }
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(number) => number.as_str().replace('_', ""),
                other => format!("{} value", other.type_str()),
            };
            let Some(key) = known(&path) else {
                return Err(unknown(place, &path));
            };
            values.insert(key.path, Set { text, place });
        }
        Ok(())
    }

    fn place(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or(self.text);
        format!("{} line {}", self.file, before.matches('\n').count() + 1)
    }
}

fn known(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.path == path)
}

fn unknown(place: String, path: &str) -> ConfigError {
    let known: Vec<&str> = KEYS.iter().map(|key| key.path).collect();
    ConfigError::UnknownKey {
        place,
        key: path.to_owned(),
        known: known.join(", "),
    }
}
