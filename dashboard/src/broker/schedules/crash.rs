//! A crash: a future that is dropped after so many polls, wherever it then is.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// Runs `work` to its end, or drops it unfinished after `polls`.
pub(super) async fn after<T>(polls: u32, work: impl Future<Output = T>) -> Option<T> {
    let work = pin!(work);
    Crashing { work, left: polls }.await
}

struct Crashing<'a, F> {
    work: Pin<&'a mut F>,
    left: u32,
}

impl<F: Future> Future for Crashing<'_, F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.work.as_mut().poll(context).map(Some)
    }
}
