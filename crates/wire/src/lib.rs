//! What kiosk, phone and dashboard say to each other: the JSON bodies, the sealed form of a
//! photo's name, and the three signatures (of requests, of settings, and of quotes).
//!
//! It deliberately does not know who is speaking, over which HTTP library, or what is stored. A
//! field that was once released is never removed or given another meaning; the golden samples in
//! `tests/` are what older kiosks say, and must parse for ever.
//!
//! Start reading at [`kiosk`] (kiosk and dashboard) and [`phone`] (phone and dashboard).

pub mod code;
pub mod fact;
pub mod heartbeat;
pub mod kiosk;
pub mod pairing;
pub mod payment;
pub mod phone;
pub mod problem;
pub mod sealed_photo;
pub mod sealed_quote;
pub mod session;
pub mod settings;
pub mod signature;

/// The longest JSON body anyone accepts, in bytes.
pub const MOST_JSON_BYTES: usize = 256 * 1024;
