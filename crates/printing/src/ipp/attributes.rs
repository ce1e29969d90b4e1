//! Look-ups in an answer: a missing, misspelt or mistyped attribute is simply not there.

use std::collections::BTreeMap;

use ipp::attribute::IppAttributeGroup;
use ipp::value::{IppName, IppValue};

/// The attributes of one group. Where a printer answers an attribute twice, the first counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes {
    values: BTreeMap<String, Vec<IppValue>>,
}

impl Attributes {
    pub(super) fn of_group(group: IppAttributeGroup) -> Self {
        let mut attributes = Self::default();
        for attribute in group {
            let name = attribute.name().as_str().to_owned();
            attributes
                .values
                .entry(name)
                .or_insert_with(|| listed(attribute.into_value()));
        }
        attributes
    }

    pub(super) fn of_collection(collection: &BTreeMap<IppName, IppValue>) -> Self {
        Self {
            values: collection
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), listed(value.clone())))
                .collect(),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &IppValue> {
        self.values
            .get(name)
            .into_iter()
            .flatten()
            .filter(|value| !matches!(value, IppValue::NoValue))
    }

    /// Integers and enums.
    pub(super) fn integers(&self, name: &str) -> Vec<i32> {
        self.all(name)
            .filter_map(|value| match value {
                IppValue::Integer(number) | IppValue::Enum(number) => Some(*number),
                _ => None,
            })
            .collect()
    }

    pub(super) fn integer(&self, name: &str) -> Option<i32> {
        self.integers(name).first().copied()
    }

    /// An integer that counts something; a negative one means that it is not known.
    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.integer(name)
            .and_then(|number| u32::try_from(number).ok())
    }

    pub(super) fn boolean(&self, name: &str) -> Option<bool> {
        self.all(name).find_map(|value| match value {
            IppValue::Boolean(yes) => Some(*yes),
            _ => None,
        })
    }

    /// Keywords, names, texts, MIME types, URIs and octet strings that are text.
    pub(super) fn texts(&self, name: &str) -> Vec<&str> {
        self.all(name).filter_map(as_text).collect()
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.all(name).find_map(as_text)
    }

    /// Whether a list of texts holds `text`.
    pub(super) fn lists(&self, name: &str, text: &str) -> bool {
        self.all(name)
            .filter_map(as_text)
            .any(|listed| listed == text)
    }

    pub(super) fn collections(&self, name: &str) -> Vec<Self> {
        self.all(name)
            .filter_map(|value| match value {
                IppValue::Collection(members) => Some(Self::of_collection(members)),
                _ => None,
            })
            .collect()
    }
}

fn listed(value: IppValue) -> Vec<IppValue> {
    match value {
        IppValue::Array(values) => values,
        single => vec![single],
    }
}

fn as_text(value: &IppValue) -> Option<&str> {
    match value {
        IppValue::Keyword(text) => Some(text.as_str()),
        IppValue::NameWithoutLanguage(text) | IppValue::NameWithLanguage { name: text, .. } => {
            Some(text.as_str())
        }
        IppValue::TextWithoutLanguage(text) | IppValue::TextWithLanguage { text, .. } => {
            Some(text.as_ref())
        }
        IppValue::MimeMediaType(text) => Some(text.as_str()),
        IppValue::Uri(text) => Some(text.as_str()),
        IppValue::OctetString(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}
