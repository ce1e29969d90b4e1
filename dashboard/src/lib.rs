//! The server of the fleet: it relays sealed photos from phones to kiosks, brokers payments,
//! records heartbeats and facts, hands out signed settings, and shows people their fleet.
//!
//! It deliberately knows no printer, no picture and no window: photos pass through it sealed, and
//! what a kiosk does with them it learns from facts only. It holds the keys that move money; a
//! kiosk holds none.
//!
//! Start reading at [`router`], the table of every address; each handler extracts, calls and
//! answers. [`broker`] is where money is decided, [`store`] the only place that names the
//! database.

pub mod app;
pub mod broker;
pub mod clock;
pub mod config;
mod extract;
mod kiosk_api;
mod operations;
pub mod pages;
pub mod pairing;
mod phone_api;
pub mod photos;
pub mod problem;
pub mod rates;
mod reconciliation;
pub mod router;
pub mod secrets;
mod serve;
mod start;
pub mod store;
mod sweeper;
pub mod topics;

pub use app::App;
pub use config::Config;
pub use extract::Client;
pub use start::{Dashboard, Parts, Running, StartError};
