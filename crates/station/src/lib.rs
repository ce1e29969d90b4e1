//! The kiosk's brain.

pub mod command;
pub mod view;
