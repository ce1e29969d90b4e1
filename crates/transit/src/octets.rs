//! Short runs of bytes that cards and PSAMs speak, each with a name of its own.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// Upper-case hexadecimal, as card documentation prints bytes.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0F])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

/// The bytes of a hexadecimal text, where it is exactly `N` bytes long.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(bytes)
}

pub(crate) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<[u8; N], D::Error> {
    let text = String::deserialize(deserializer)?;
    from_hex(&text).ok_or_else(|| D::Error::custom(format!("must be {N} bytes in hexadecimal")))
}

/// The `N` bytes of `data` from `start`, where it is that long.
pub(crate) fn part<const N: usize>(data: &[u8], start: usize) -> Option<[u8; N]> {
    data.get(start..start.checked_add(N)?)?.try_into().ok()
}

/// Names a run of bytes. An `open` one shows itself in `Debug`, a `masked` one only its length.
macro_rules! octets {
    ($(#[$doc:meta])* $name:ident, $length:literal, $shown:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// From the bytes as they are on the wire.
            pub const fn new(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes as they go on the wire.
            pub const fn bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$crate::octets::to_hex(&self.0))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::octets::deserialize(deserializer).map(Self)
            }
        }

        octets!(@debug $name, $shown);
    };
    (@debug $name:ident, open) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::octets::to_hex(&self.0))
            }
        }
    };
    (@debug $name:ident, masked) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}(masked)", stringify!($name))
            }
        }
    };
}

pub(crate) use octets;

octets!(
    /// The terminal's number, which stands in the PSAM (file 16h) and in every record of a card.
    TerminalId, 6, open
);
octets!(
    /// The PSAM's own number (file 15h), by which the card company knows it.
    PsamNumber, 10, open
);
octets!(
    /// What the card's keys were derived by: eight bytes out of its number.
    CardSerial, 8, masked
);
octets!(
    /// The issuer's eight bytes, for keys that were derived twice.
    IssuerId, 8, open
);
octets!(
    /// A message authentication code between card and PSAM.
    Mac, 4, masked
);
octets!(
    /// The transaction's certificate, which only the card company can check. It is its proof that
    /// the card paid.
    Tac, 4, masked
);
octets!(
    /// The card's dice for one transaction.
    Dice, 4, open
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_of_another_length_or_alphabet_is_refused() {
        assert_eq!(from_hex("0a1B"), Some([0x0A, 0x1B]), "both cases are read");
        assert_eq!(from_hex::<2>("0a1"), None, "half a byte is none");
        assert_eq!(from_hex::<2>("0a1g"), None, "g is no digit");
        assert_eq!(from_hex::<2>("+a1b"), None, "a sign is no digit");
    }
}
