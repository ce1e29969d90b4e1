//! The kiosk's brain and what it needs to act: one actor that owns all state, the journal that
//! remembers it, and the runner that performs what it decides through ports.
//!
//! Five words carry it: an [`Input`](brain::Input) reaches the [`Brain`](brain::Brain), whose
//! step names [`Record`](brain::Record)s to write down and [`Deed`](brain::Deed)s to do, and whose
//! [`View`](view::View) is everything the screen shows. It deliberately does not know Tauri,
//! windows, or which printer, dashboard and picture worker are plugged in. Start reading at
//! [`brain`]; [`runner`] is where it meets the world.

pub mod brain;
pub mod command;
pub mod journal;
pub mod ports;
pub mod runner;
mod shelf;
mod vault;
pub mod view;
