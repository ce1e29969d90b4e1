//! The sandbox's WeChat Pay, judged by our adapter, by a client that is not ours, and by hand.

mod barcodes;
mod bills;
mod control;
mod notifications;
mod payments;
mod peer;
mod proof;
mod refunds;
mod support;
