//! What holds of a code's limit, whatever kiosks do and in which order: seeded, two at a time.

use dashboard::store::codes::{self, Campaign};
use dashboard::store::kiosks::{self, Kiosk};
use dashboard::store::redemptions::{self, RedemptionState, Taken};
use order::{CodeRefusal, CodeTerms, Money};

use crate::codes::{campaign, issue, order, percent, uses};
use crate::stage::Stage;

const LIMIT: u32 = 3;
const ORDERS: u64 = 8;
const STEPS: usize = 60;

/// Numbers that only look random (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[derive(Clone, Copy, Debug)]
enum Wish {
    Take,
    UseUp,
    GiveBack,
}

/// One wish for one order; what a refusal wrote is rolled back, as the broker does.
async fn act(stage: &Stage, kiosk: &Kiosk, terms: &CodeTerms, wish: Wish, nth: u32) {
    let (store, order, now) = (stage.running.app().store(), order(nth), stage.now());
    match wish {
        Wish::Take => {
            let mut work = store.writer().begin().await.unwrap();
            let off = Money::from_minor(200);
            match redemptions::take(&mut work, &order, kiosk, terms, off, now).await {
                Ok(Taken::Held) => work.commit().await.unwrap(),
                Ok(Taken::Refused(refusal)) => {
                    assert_eq!(
                        refusal,
                        CodeRefusal::UsedUp,
                        "nothing else is wrong with it"
                    );
                    work.rollback().await.unwrap();
                }
                other => panic!("the order is this kiosk's own: {other:?}"),
            }
        }
        Wish::UseUp => {
            let known = redemptions::find(store, &order).await.unwrap();
            if known.is_some_and(|known| known.state == RedemptionState::Held) {
                let mut work = store.writer().begin().await.unwrap();
                redemptions::use_up(&mut work, &order, now).await.unwrap();
                work.commit().await.unwrap();
            }
        }
        Wish::GiveBack => {
            let _ = redemptions::give_back(store, &order, now).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_code_is_never_used_more_often_than_it_may_be() {
    for seed in 1..=6 {
        let stage = Stage::new().await;
        let id = stage.kiosk(1).await.id;
        let store = stage.running.app().store();
        let kiosk = kiosks::find(store, &id).await.unwrap().unwrap();
        let limited = Campaign {
            most_uses: Some(LIMIT),
            ..campaign(&stage, percent(20))
        };
        let terms = issue(&stage, &limited).await;
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ seed);
        let mut reached = false;
        for step in 0..STEPS {
            let mut wish = || {
                let nth = u32::try_from(dice.below(ORDERS)).unwrap();
                // Taking is wished for most often, and an end of an order seldom.
                let wish = match dice.below(10) {
                    0 => Wish::UseUp,
                    1..=3 => Wish::GiveBack,
                    _ => Wish::Take,
                };
                (wish, nth)
            };
            let ((one, nth), (other, mth)) = (wish(), wish());
            // An order has one kiosk, which asks one thing at a time.
            if nth != mth {
                tokio::join!(
                    act(&stage, &kiosk, &terms, one, nth),
                    act(&stage, &kiosk, &terms, other, mth)
                );
            }
            // `uses` asserts that the counter is the number of rows.
            let now = uses(&stage).await;
            assert!(
                now <= LIMIT,
                "seed {seed}, step {step}: {one:?} {nth} and {other:?} {mth} made it {now}"
            );
            reached |= now == LIMIT;
        }
        assert!(
            reached,
            "seed {seed} comes to the limit, else it shows nothing"
        );
        let code = codes::typed(store, "AUTUMN26").await.unwrap();
        assert!(code.is_some(), "the code outlives its uses");
    }
}
