//! Faces in drawn portraits: a real head of which it is known how far it reaches, on many
//! backgrounds, at many places, sizes and tilts. What is found, what a crop keeps, what is
//! beautified.

mod beauty;
mod canvas;
mod crops;
mod landscapes;
mod sitter;
mod skin;
