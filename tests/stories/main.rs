//! The stories: what happens to a person, told with real parts from end to end.

mod codes;
mod dashboard_away;
mod journey;
mod killed;
mod links;
mod paying;
mod printer_troubles;
mod products;
mod settings;
mod ways_to_pay;
mod wishes;
mod wrong_files;
