//! The sandbox's Alipay, judged by our adapter, by Alipay's own client, and by hand.

mod barcodes;
mod bills;
mod control;
mod faults;
mod notifications;
mod payments;
mod peer;
mod refunds;
mod strictness;
mod support;
