//! The sandbox's WeChat Pay, judged by our adapter, by a client that is not ours, and by hand.

mod control;
mod payments;
mod peer;
mod refunds;
mod support;
