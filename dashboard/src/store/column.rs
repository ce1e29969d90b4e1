//! Reading columns into the words of the domain.

use std::fmt;

use order::{Money, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::StoreResult;
use super::error::unreadable;

/// A checked name.
pub(super) fn name<T>(row: &AnyRow, column: &'static str) -> StoreResult<T>
where
    T: TryFrom<String>,
    T::Error: fmt::Display,
{
    T::try_from(row.try_get::<String, _>(column)?).map_err(unreadable(column))
}

/// A JSON document.
pub(super) fn json<T: DeserializeOwned>(row: &AnyRow, column: &'static str) -> StoreResult<T> {
    serde_json::from_str(&row.try_get::<String, _>(column)?).map_err(unreadable(column))
}

/// A JSON document that may be missing.
pub(super) fn json_or_none<T: DeserializeOwned>(
    row: &AnyRow,
    column: &'static str,
) -> StoreResult<Option<T>> {
    row.try_get::<Option<String>, _>(column)?
        .map(|text| serde_json::from_str(&text).map_err(unreadable(column)))
        .transpose()
}

/// The text of a JSON document.
pub(super) fn to_json<T: Serialize>(column: &'static str, value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(unreadable(column))
}

/// A moment.
pub(super) fn moment(row: &AnyRow, column: &'static str) -> StoreResult<Timestamp> {
    Ok(Timestamp::from_ms(row.try_get(column)?))
}

/// A moment that may be missing.
pub(super) fn moment_or_none(row: &AnyRow, column: &'static str) -> StoreResult<Option<Timestamp>> {
    let ms: Option<i64> = row.try_get(column)?;
    Ok(ms.map(Timestamp::from_ms))
}

/// An amount.
pub(super) fn money(row: &AnyRow, column: &'static str) -> StoreResult<Money> {
    Ok(Money::from_minor(row.try_get(column)?))
}

/// A number that is never negative.
pub(super) fn count<T>(row: &AnyRow, column: &'static str) -> StoreResult<T>
where
    T: TryFrom<i64>,
    T::Error: fmt::Display,
{
    T::try_from(row.try_get::<i64, _>(column)?).map_err(unreadable(column))
}

/// A number as the database keeps it; what does not fit is held at the end of the range.
pub(super) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A closed set of words that a `text` column may hold.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$case_doc])* $case,)*
        }

        impl $name {
            /// The word in the database.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$case => $word,)*
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(word: String) -> Result<Self, String> {
                match word.as_str() {
                    $($word => Ok(Self::$case),)*
                    _ => Err(format!("unknown word {word:?}")),
                }
            }
        }
    };
}
pub(super) use words;
