//! Seeded schedules: an order's payments and refunds while the line to two providers is bad,
//! customers pay when they like, messages come twice or never, and the process dies at any await.
//! Whatever happened, once the line is good again the books balance.
//!
//! `MINILAB_SCHEDULES` says how many are tried, `MINILAB_SCHEDULE_SEED` where their seeds begin.

mod books;
mod crash;
mod unreliable;
mod world;

use order::OrderId;
use payment::RefundState;
use unreliable::Password;
use world::{ATTEMPTS, World};

/// Tried in every run of the tests.
const SCHEDULES: u64 = 3_000;

/// Databases that are worked on side by side.
const WORLDS: u64 = 4;

/// Polls after which nothing of a step can be left.
const FOR_EVER: u32 = 1_000_000;

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The kiosk opens an attempt, for the first time or again.
    Open(u32),
    /// The customer pays it, at the provider, or types the password for a barcode.
    Pay(u32),
    /// The customer shows a barcode, for the first time or again.
    Charge(Password),
    /// The provider's notification of it arrives.
    Notify(u32),
    /// The kiosk asks how it stands.
    Read(u32),
    /// The kiosk gives it up.
    Close(u32),
    /// The kiosk asks for so many fen of it, as its refund of that number.
    Refund(u32, u32, i64),
    /// The provider decides what refunds it has.
    Decide(RefundState),
    /// The poller looks at what is due.
    Poll,
    /// The dashboard looks for kiosks that were silent for a day.
    Silence,
    /// Time passes.
    Wait(i64),
}

impl Step {
    fn drawn(dice: &mut fastrand::Rng) -> Self {
        let attempt = dice.u32(1..=ATTEMPTS);
        match dice.u8(0..20) {
            0..=3 => Self::Open(attempt),
            4..=6 => Self::Pay(attempt),
            7 | 8 => Self::Notify(attempt),
            9 => Self::Read(attempt),
            10 => Self::Close(attempt),
            11 | 12 => Self::Refund(attempt, dice.u32(2..=3), dice.i64(1..=1_100)),
            13 => Self::Decide(
                dice.choice([
                    RefundState::Success,
                    RefundState::Success,
                    RefundState::Closed,
                    RefundState::Abnormal,
                ])
                .unwrap_or(RefundState::Success),
            ),
            14 => Self::Poll,
            15 => Self::Silence,
            16 | 17 => Self::Charge(Password::NotNeeded),
            18 => Self::Charge(Password::Wanted),
            _ => Self::Wait(
                dice.choice([300, 2_500, 20_000, 50_000, 200_000, 4_000_000, 90_000_000])
                    .unwrap_or(300),
            ),
        }
    }
}

async fn schedule(world: &World, seed: u64) -> Result<(), String> {
    let mut dice = fastrand::Rng::with_seed(seed);
    let order = OrderId::parse(&format!("01K{seed:023}")).expect("an order's id");
    world.spoil(seed);
    let steps = dice.u32(4..=18);
    let mut taken = vec![Step::Open(1)];
    for _ in 0..steps {
        taken.push(Step::drawn(&mut dice));
    }
    let tell = |problem: String| {
        format!(
            "{problem}\nafter {taken:?}\nagain: MINILAB_SCHEDULE_SEED={seed} MINILAB_SCHEDULES=1 \
             cargo test -p dashboard --lib schedules"
        )
    };
    for step in &taken {
        let polls = if dice.u8(0..5) == 0 {
            dice.u32(1..24)
        } else {
            FOR_EVER
        };
        world.take(&order, *step, polls).await;
        world.books.check(&order).await.map(drop).map_err(tell)?;
    }
    world.settle(&order).await.map_err(tell)
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_the_books_balance() {
    let first = from_environment("MINILAB_SCHEDULE_SEED").unwrap_or(1);
    let count = from_environment("MINILAB_SCHEDULES").unwrap_or(SCHEDULES);
    let worlds: Vec<_> = (0..WORLDS)
        .map(|lane| {
            tokio::spawn(async move {
                let world = World::new().await;
                for seed in (first + lane..first + count).step_by(WORLDS as usize) {
                    schedule(&world, seed).await?;
                }
                Ok::<(), String>(())
            })
        })
        .collect();
    for world in worlds {
        let outcome = world.await.expect("no panic");
        assert_eq!(outcome, Ok(()), "every schedule balances");
    }
}
