//! Has files worked on and writes down how it went.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use darkroom::{Darkroom, DarkroomConfig, DarkroomError, PixelSize, Print};
use order::{QuarterTurns, Recipe, Refusal, recipe::Crop};
use tokio::task::JoinSet;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::seeds::SEEDS;

/// By how much this process, which stands for the kiosk, may grow at its largest.
const MOST_GROWTH_KB: u64 = 64 * 1024;

/// The most memory of a worker: what its jail allows.
const MOST_WORKER_KB: u64 = 1024 * 1024;

/// The longest that one file may take, with its turn and on a busy machine.
const MOST_TIME: Duration = Duration::from_secs(22);

/// Files worked on at one time.
const AT_ONCE: usize = 2;

/// What became of many files.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) pictures: usize,
    pub(crate) refusals: BTreeMap<String, usize>,
    pub(crate) slowest: Duration,
    slowest_name: String,
}

/// Has all files worked on, two at a time, and fails for one that ends neither as a picture nor
/// as a refusal, or beyond the bounds. `told` is how to have the same files again.
pub(crate) async fn judge<N, F>(files: impl Iterator<Item = (N, F)>, told: &str) -> Tally
where
    N: Debug + Send + 'static,
    F: FnOnce() -> Vec<u8> + Send + 'static,
{
    let deaths = Deaths::listen();
    let room = Darkroom::new(DarkroomConfig::new(env!("CARGO_BIN_EXE_minilab-darkroom")));
    room.warm_up()
        .await
        .expect("workers report from their jail");
    let before_kb = forget_the_peak_kb();
    let mut tally = Tally::default();
    let mut working = JoinSet::new();
    for (number, (name, make)) in files.enumerate() {
        if working.len() == AT_ONCE {
            take_down(&mut tally, working.join_next().await, told);
        }
        working.spawn(one(room.clone(), number, name, make));
    }
    while let Some(judged) = working.join_next().await {
        take_down(&mut tally, Some(judged), told);
    }

    let growth_kb = status_kb("VmHWM").saturating_sub(before_kb);
    let worker_kb = largest_child_kb();
    let deaths = deaths.counted();
    #[expect(
        clippy::print_stdout,
        reason = "a test's account, seen with --nocapture"
    )]
    {
        println!("{tally:#?}\ndeaths of workers: {deaths:#?}");
        println!(
            "this process grew by {growth_kb} kB at most, a worker had at most {worker_kb} kB"
        );
    }
    assert!(
        growth_kb <= MOST_GROWTH_KB,
        "the kiosk grew by {growth_kb} kB; {told}"
    );
    assert!(
        worker_kb <= MOST_WORKER_KB,
        "a worker had {worker_kb} kB; {told}"
    );
    assert!(
        tally.slowest <= MOST_TIME,
        "{} took {:?}; {told}",
        tally.slowest_name,
        tally.slowest
    );
    assert!(
        !deaths.keys().any(|reason| reason.contains("SIGSYS")),
        "no decoder makes a forbidden call, unless a file has taken it over: {deaths:?}; {told}"
    );
    tally
}

type Judged = (String, Result<(), DarkroomError>, Duration);

async fn one<N: Debug>(
    room: Darkroom,
    number: usize,
    name: N,
    make: impl FnOnce() -> Vec<u8>,
) -> Judged {
    let file = Bytes::from(make());
    let started = Instant::now();
    // In step with neither the seeds nor the ways to damage them.
    let outcome = match (number + number / SEEDS.len()) % 4 {
        0 => {
            let recipe = Recipe::plain(QuarterTurns::One, Crop::ALL);
            let size = PixelSize::new(300, 200).expect("a small print");
            room.render(file, recipe, Print::plain(size))
                .await
                .map(drop)
        }
        1 => room.open(file).await.map(drop),
        _ => room.preview(file, 200).await.map(drop),
    };
    (
        format!("file {number}, {name:?}"),
        outcome,
        started.elapsed(),
    )
}

fn take_down(
    tally: &mut Tally,
    judged: Option<Result<Judged, tokio::task::JoinError>>,
    told: &str,
) {
    let Some(Ok((name, outcome, duration))) = judged else {
        panic!("the kiosk's side panicked: {judged:?}; {told}");
    };
    match outcome {
        Ok(()) => tally.pictures += 1,
        Err(DarkroomError::Refused(refusal)) => {
            *tally.refusals.entry(format!("{refusal:?}")).or_default() += 1;
        }
        Err(error) => panic!("{name}: a bad photo does not close the darkroom: {error}; {told}"),
    }
    if duration > tally.slowest {
        tally.slowest = duration;
        tally.slowest_name = name;
    }
}

impl Tally {
    /// How many were refused for that.
    pub(crate) fn refused(&self, refusal: Refusal) -> usize {
        let refusal = format!("{refusal:?}");
        self.refusals.get(&refusal).copied().unwrap_or(0)
    }
}

/// Why workers died: the darkroom tells nobody but the log.
#[derive(Clone, Default)]
struct Deaths(Arc<Mutex<BTreeMap<String, usize>>>);

impl Deaths {
    fn listen() -> Self {
        static LISTENING: OnceLock<Deaths> = OnceLock::new();
        let deaths = LISTENING.get_or_init(|| {
            let deaths = Self::default();
            let log = tracing_subscriber::registry().with(deaths.clone());
            tracing::subscriber::set_global_default(log).expect("nobody else listens");
            deaths
        });
        deaths.0.lock().expect("whole").clear();
        deaths.clone()
    }

    fn counted(&self) -> BTreeMap<String, usize> {
        self.0.lock().expect("whole").clone()
    }
}

impl<S: Subscriber> Layer<S> for Deaths {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut Reason(self));
    }
}

struct Reason<'a>(&'a Deaths);

impl Visit for Reason<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "reason" {
            let mut deaths = self.0.0.lock().expect("whole");
            *deaths.entry(format!("{value:?}")).or_default() += 1;
        }
    }
}

/// Sets the mark of this process's largest size (proc(5), `clear_refs`) to its size now.
fn forget_the_peak_kb() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").expect("one's own marks can be reset");
    status_kb("VmRSS")
}

fn status_kb(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with(field));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .expect("a size in kB")
}

/// The largest resident size any child had that is gone.
fn largest_child_kb() -> u64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    #[expect(unsafe_code, reason = "no safe interface offers it")]
    // SAFETY: the call fills the structure it is given, which zeroes make a valid one before that.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    usage.ru_maxrss.unsigned_abs()
}

/// One test at a time, since sizes of processes are looked at.
pub(crate) static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
