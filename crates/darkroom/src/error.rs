//! Why there is no picture.

use order::Refusal;
use order::recipe::RecipeError;
use thiserror::Error;

/// Why the darkroom gave no picture.
#[derive(Debug, Error)]
pub enum DarkroomError {
    /// The photo cannot be used. Trying again gives the same answer.
    #[error("the photo was refused: {0:?}")]
    Refused(Refusal),
    /// The recipe cannot be followed: a mistake of the caller.
    #[error("the recipe cannot be followed: {0}")]
    Recipe(#[from] RecipeError),
    /// The darkroom cannot work; the photo may be fine. Trying again later can help.
    #[error("the darkroom is unavailable: {0}")]
    Unavailable(#[from] Unavailable),
}

/// Why the darkroom cannot work.
#[derive(Debug, Error)]
pub enum Unavailable {
    /// The worker's program could not be started.
    #[error("the worker could not be started")]
    Start(#[source] std::io::Error),
    /// The worker started and did not report for work from inside its jail.
    #[error("the worker did not report from its jail: {0}")]
    NotReady(String),
    /// Too many photos are waiting already.
    #[error("too many photos are waiting")]
    Busy,
    /// The pixels came out well and could not be written as JPEG.
    #[error("the picture could not be written as JPEG")]
    Encode(#[from] imaging::EncodeError),
    /// There is no such paper: a mistake of the caller.
    #[error("the paper cannot be")]
    Paper(#[from] imaging::sheet::PaperError),
    /// The paper cannot be shared so by several pictures: a mistake of the caller.
    #[error("the sheet cannot be laid out")]
    Layout(#[from] imaging::sheet::LayoutError),
    /// The pictures do not have the sizes of their places: a mistake of ours.
    #[error("the sheet cannot be composed")]
    Compose(#[from] imaging::sheet::ComposeError),
    /// The program is shutting down.
    #[error("the program is shutting down")]
    ShuttingDown,
}
