//! The outside world in a box: a WeChat Pay that runs on loopback, speaks the real APIv3 protocol
//! with keys of its own, and misbehaves on demand, and a photo printer that does the same. The
//! demo pays with it, tests are run against it, and staff are trained on it.
//!
//! It deliberately does not know the product: nothing in here is shared with the code that talks
//! to it, so that the two only agree when both follow the provider's documentation. It moves no
//! money and asks nobody who they are; it belongs on loopback.
//!
//! Start reading at [`Sandbox::start`], then `wechat_pay/mod.rs` for the protocol and
//! [`wechat_pay::Fault`] for what can be made to go wrong; the printer stands by itself in
//! [`printer`].

mod control;
pub mod printer;
mod running;
mod server;
pub mod wechat_pay;

pub use running::{Options, Running, Sandbox, StartError};
