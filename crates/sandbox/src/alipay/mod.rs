//! Alipay's gateway as a merchant sees it: QR codes, barcodes, queries, closing, cancelling,
//! refunds, bills and notifications, in key mode and in certificate mode.
//!
//! A call passes through `gate` (parameters, signature, faults, signed answer), which hands what it
//! means to `orders`, `charges`, `refunds` or `bills`; these keep the books in `ledger`. `notify`
//! tells the merchant; `barcodes` are what the customers show. The hand on it is [`Till`].
//! Source: the pages of `https://opendocs.alipay.com/open/194`.

mod barcodes;
mod bills;
mod certificates;
mod charges;
mod complaint;
mod faults;
mod files;
mod gate;
mod keys;
mod ledger;
mod method;
mod notify;
mod orders;
mod refunds;
mod request;
mod shop;
mod statement;
mod terms;
mod text;
mod till;
mod views;

pub use barcodes::Barcode;
pub use faults::{Call, Fault};
pub use files::{CERTIFICATES_CONFIG_FILE, CONFIG_FILE, MerchantConfig};
pub(crate) use gate::router;
pub(crate) use keys::Keys;
pub use notify::{Acknowledged, Delivery};
pub(crate) use shop::{Shop, Timing};
pub use till::Till;
pub use views::{PayRefused, RefundView, TradeState, TradeView};
