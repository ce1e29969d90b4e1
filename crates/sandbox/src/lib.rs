//! The outside world in a box: a WeChat Pay and an Alipay that run on loopback, speak the real
//! protocols with keys of their own, and misbehave on demand, and a photo printer that does the
//! same. The demo pays with them, tests are run against them, and staff are trained on them.
//!
//! It deliberately does not know the product: nothing in here is shared with the code that talks
//! to it, so that the two only agree when both follow the provider's documentation. It moves no
//! money and asks nobody who they are; it belongs on loopback.
//!
//! Start reading at [`Sandbox::start`], then `wechat_pay/mod.rs` for the protocol and
//! [`wechat_pay::Fault`] for what can be made to go wrong; Alipay is the same in `alipay/mod.rs` and
//! [`alipay::Fault`], steered by [`alipay::Till`]; the printer stands by itself in
//! [`printer`], and the transit card with its security module in [`transit_card`].

pub mod alipay;
mod control;
mod key_files;
pub mod printer;
mod running;
mod server;
pub mod transit_card;
pub mod wechat_pay;

pub use key_files::KeyFileError;
pub use running::{Options, Running, Sandbox, StartError};
