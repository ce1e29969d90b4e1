//! Who does the work: the calling thread alone, or one helper beside it.
//!
//! The helper is started once, before anything strange is read, because the process that reads
//! strangers' photos may start no thread later. Both ways the same two pieces of code run: one
//! that makes things and one that takes them.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::mpsc::{channel, sync_channel};

use rayon_core::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// How many finished things may wait for the taker: enough to bridge the unevenness of both sides.
const WAITING: usize = 2;

/// The threads of a [`Studio`](crate::Studio).
pub struct Crew {
    helper: Option<ThreadPool>,
}

impl Crew {
    /// The calling thread and no other.
    pub const fn alone() -> Self {
        Self { helper: None }
    }

    /// The calling thread and a helper, which is running and waiting when this returns.
    ///
    /// # Errors
    /// The system's, if it gives no more threads.
    pub fn with_helper() -> Result<Self, ThreadPoolBuildError> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(1)
            .thread_name(|_| "imaging".to_owned())
            .build()?;
        pool.install(|| ()); // it has set itself up once it has done something
        Ok(Self { helper: Some(pool) })
    }

    /// Does something on the helper, if there is one, and then on the calling thread; for instance
    /// what locks a single thread in.
    pub fn each(&self, job: impl Fn() + Sync) {
        if let Some(pool) = &self.helper {
            pool.install(&job);
        }
        job();
    }

    /// Makes things on the calling thread and takes them, in order, on the helper, or in turns
    /// where there is none. `make` fills a thing, which may have been used before, and answers
    /// `false` when there are no more; `take` may end the work early.
    ///
    /// # Errors
    /// That of `make`. What had been made before is taken.
    pub(crate) fn relay<T: Default + Send, E>(
        &self,
        mut make: impl FnMut(&mut T) -> Result<bool, E>,
        mut take: impl FnMut(&T) -> ControlFlow<()> + Send,
    ) -> Result<(), E> {
        let Some(pool) = &self.helper else {
            let mut thing = T::default();
            while make(&mut thing)? {
                if take(&thing).is_break() {
                    break;
                }
            }
            return Ok(());
        };
        let (hand_over, handed_over) = sync_channel::<T>(WAITING);
        let (give_back, given_back) = channel::<T>();
        for _ in 0..WAITING + 2 {
            let _ = give_back.send(T::default()); // its receiver is right here
        }
        pool.in_place_scope(move |scope| {
            scope.spawn(move |_| {
                for thing in handed_over {
                    if take(&thing).is_break() {
                        break;
                    }
                    let _ = give_back.send(thing); // a maker who has finished needs none
                }
            });
            // Either side's end ends the other: the channels close.
            while let Ok(mut thing) = given_back.recv() {
                if !make(&mut thing)? || hand_over.send(thing).is_err() {
                    break;
                }
            }
            Ok(())
        })
    }
}

impl fmt::Debug for Crew {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let threads = 1 + usize::from(self.helper.is_some());
        formatter
            .debug_struct("Crew")
            .field("threads", &threads)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crews() -> [Crew; 2] {
        [
            Crew::alone(),
            Crew::with_helper().expect("a thread for a test"),
        ]
    }

    /// What is taken of the numbers up to `most`, and how many were made.
    fn relayed(crew: &Crew, most: u32, enough: u32) -> (Vec<u32>, u32) {
        let (mut made, mut taken) = (0, Vec::new());
        let made_all = crew.relay(
            |number: &mut u32| {
                made += 1;
                *number = made;
                Ok::<_, ()>(made <= most)
            },
            |number| {
                taken.push(*number);
                if *number == enough {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(made_all, Ok(()), "no number was an error");
        (taken, made)
    }

    #[test]
    fn everything_made_is_taken_in_order() {
        for crew in crews() {
            let (taken, _) = relayed(&crew, 1_000, u32::MAX);
            let expected: Vec<u32> = (1..=1_000).collect();
            assert_eq!(taken, expected, "{crew:?} loses and doubles nothing");
        }
    }

    #[test]
    fn who_takes_enough_ends_the_work() {
        for crew in crews() {
            let (taken, made) = relayed(&crew, u32::MAX - 1, 10);
            assert_eq!(taken.last(), Some(&10), "{crew:?} stops at the tenth");
            assert!(
                made < 20,
                "{crew:?} makes few that nobody takes, not {made}"
            );
        }
    }

    #[test]
    fn an_error_while_making_comes_back_after_what_was_made() {
        for crew in crews() {
            let (mut made, mut taken) = (0, 0);
            let answer = crew.relay(
                |_: &mut u32| {
                    made += 1;
                    if made > 5 { Err("broken") } else { Ok(true) }
                },
                |_| {
                    taken += 1;
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(
                (answer, taken),
                (Err("broken"), 5),
                "{crew:?} takes the five"
            );
        }
    }

    #[test]
    fn each_reaches_every_thread() {
        for crew in crews() {
            let names = std::sync::Mutex::new(std::collections::HashSet::new());
            crew.each(|| {
                let id = std::thread::current().id();
                names.lock().expect("no thread panics here").insert(id);
            });
            let threads = 1 + usize::from(crew.helper.is_some());
            let found = names.into_inner().expect("no thread panics here").len();
            assert_eq!(found, threads, "{crew:?} runs the job once on each");
        }
    }
}
