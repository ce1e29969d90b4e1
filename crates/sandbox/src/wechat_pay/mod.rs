//! WeChat Pay APIv3 as a merchant sees it: Native orders, barcodes, queries, closing, reversing,
//! refunds, bills, platform certificates and notifications.
//!
//! A call passes through `gate` (body, signature, faults, sealed answer), which hands what it
//! means to `orders`, `codepay`, `refunds` or `bills`; these keep the books in `ledger`. `notify`
//! tells the merchant; `barcodes` are what the customers show.
//! Source: the APIv3 pages of `https://pay.weixin.qq.com/doc/v3/merchant/`.

mod authorization;
mod barcodes;
mod bills;
mod certificates;
mod codepay;
mod complaint;
mod faults;
mod files;
mod gate;
mod keys;
mod ledger;
mod notify;
mod operation;
mod orders;
mod refunds;
mod seal;
mod shop;
mod statement;
mod terms;
mod transaction;
mod views;

pub use barcodes::Barcode;
pub use faults::{Call, Fault, RefundEnd};
pub use files::{CONFIG_FILE, MerchantConfig};
pub(crate) use gate::router;
pub use keys::{Keys, KeysError, SigningMode};
pub use notify::Delivery;
pub(crate) use shop::{Shop, Timing};
pub use views::{OrderState, OrderView, PayRefused, RefundStatus, RefundView, Undone};
