//! The stories: what happens to a person, told with real parts from end to end.

mod journey;
