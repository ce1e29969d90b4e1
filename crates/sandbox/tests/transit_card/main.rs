//! The kiosk's own transit room against a card and a PSAM that share no code with it.

mod cuts;
mod hostile;
mod pcscd;
mod purchases;
mod support;
