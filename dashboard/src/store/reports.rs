//! Sums over facts for people.
