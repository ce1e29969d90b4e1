//! The values of all keys, with where each was set.

use std::collections::HashMap;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::keys::{Fallback, KEYS, Key, variable};

/// What was set, by key.
#[derive(Debug)]
pub(super) struct Values<'a> {
    file: &'a Path,
    set: HashMap<&'static str, Set>,
}

#[derive(Debug)]
struct Set {
    text: String,
    place: String,
}

impl<'a> Values<'a> {
    /// Reads the text of `file`, then lets the environment override it.
    pub(super) fn read(
        file: &'a Path,
        text: &str,
        from_environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let place = |offset: usize| {
            let before = text.get(..offset).unwrap_or(text);
            format!(
                "{} line {}",
                file.display(),
                before.matches('\n').count() + 1
            )
        };
        let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
            place: place(error.span().map_or(0, |span| span.start)),
            problem: error.message().to_owned(),
        })?;
        let mut set = HashMap::new();
        for (name, value) in table.get_ref() {
            let place = place(name.span().start);
            let Some(key) = known(name.get_ref()) else {
                return Err(unknown(place, name.get_ref()));
            };
            let text = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                DeValue::Integer(number) => number.as_str().replace('_', ""),
                other => format!("a value of type {}", other.type_str()),
            };
            set.insert(key.name, Set { text, place });
        }
        for key in KEYS {
            let place = variable(key.name);
            if let Some(text) = from_environment(&place) {
                set.insert(key.name, Set { text, place });
            }
        }
        Ok(Self { file, set })
    }

    /// The value of `name` as `parse` reads it; none for a key that follows from something else
    /// and was not set.
    pub(super) fn optional<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let key = known(name).ok_or_else(|| unknown("the program".to_owned(), name))?;
        let default = || "the default".to_owned();
        let (text, place) = match (self.set.get(name), key.fallback) {
            (Some(set), _) => (set.text.clone(), set.place.clone()),
            (None, Fallback::Text(text)) => (text.to_owned(), default()),
            (None, Fallback::Number(number)) => (number.to_string(), default()),
            (None, Fallback::Follows(_) | Fallback::Required(_)) => return Ok(None),
        };
        match parse(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(ConfigError::Value {
                place,
                key: key.name,
                found: text,
                allowed: key.allowed,
            }),
        }
    }

    /// The value of `name` as `parse` reads it.
    pub(super) fn required<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        self.optional(name, parse)?
            .ok_or_else(|| ConfigError::Missing {
                key: name,
                file: self.file.to_owned(),
                variable: variable(name),
                allowed: known(name).map_or("", |key| key.allowed),
            })
    }
}

fn known(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn unknown(place: String, name: &str) -> ConfigError {
    let known: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    ConfigError::UnknownKey {
        place,
        key: name.to_owned(),
        known: known.join(", "),
    }
}
