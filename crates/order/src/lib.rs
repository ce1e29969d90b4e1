//! The domain of a photo order, as plain values and pure functions: money, print sizes, edits as
//! data, prices, quotes, the order state machine, the facts it makes true and the ledger folded
//! from them.
//!
//! It deliberately knows no I/O, clock, randomness, database or async: time arrives as a
//! [`Timestamp`], ids arrive made. Start reading at [`machine`], which is what everything else
//! here exists for; [`quote`] says what an order costs, [`discount`] what is taken off it and [`ledger`] what a day earned.

pub mod auth_code;
pub mod discount;
pub mod fact;
pub mod ids;
pub mod index_print;
pub mod language;
pub mod ledger;
pub mod line;
pub mod machine;
pub mod money;
pub mod photo;
pub mod price;
pub mod print_size;
pub mod product;
pub mod quote;
pub mod recipe;
pub mod settings;
pub mod settings_hash;
pub mod time;

pub use auth_code::{AuthCode, AuthCodeIssuer, BadAuthCode};
pub use discount::{CodeOff, CodeRefusal, CodeTerms, Discounts};
pub use fact::{Fact, FactRecord};
pub use ids::{
    CodeId, IdError, KioskId, OrderId, OutRefundNo, OutTradeNo, PhotoId, ProviderId, ReceiptCode,
    SessionId,
};
pub use index_print::IndexPrint;
pub use language::Language;
pub use line::OrderLine;
pub use money::Money;
pub use photo::{Head, Refusal, Soundness};
pub use price::{Discount, PriceList};
pub use print_size::PrintSize;
pub use product::{ByProduct, Product};
pub use quote::{Circumstances, Quote, QuoteReduction, ReductionKind};
pub use recipe::{Crop, Look, QuarterTurns, Recipe, Retouching, Tone};
pub use settings::Settings;
pub use settings_hash::SettingsHash;
pub use time::Timestamp;
