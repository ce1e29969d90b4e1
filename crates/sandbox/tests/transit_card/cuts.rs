//! The card is pulled at every byte of every command and every answer, with and without a power
//! cut right after, and money is counted.

use proptest::prelude::*;
use sandbox::transit_card::{Field, Layout, SimulatedCard, Trouble, TroubleAt};
use transit::{Outcome, Remedy, Suspicion};

use crate::support::{ELSEWHERE, Kiosk, PRICE, card, derivation, price, psam};

/// More bytes than the longest command and its answer have together.
const MOST_BYTES: usize = 64;

/// What the customer does between the torn tap and the next.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    Nothing,
    PaysElsewhere,
    PaysElsewhereTwice,
    TopsUp,
}

impl Meanwhile {
    /// Does it; how much the balance changed by.
    fn happen(self, card: &Field<SimulatedCard>) -> i64 {
        let pay = || card.with(|card| card.pay_elsewhere(200, ELSEWHERE, [0x20; 7]));
        match self {
            Self::Nothing => 0,
            Self::PaysElsewhere => {
                pay();
                -200
            }
            Self::PaysElsewhereTwice => {
                pay();
                pay();
                -400
            }
            Self::TopsUp => {
                card.with(|card| card.top_up(1000));
                1000
            }
        }
    }
}

fn pull(command: usize, after_bytes: usize) -> [TroubleAt; 1] {
    [TroubleAt {
        command,
        trouble: Trouble::Pull { after_bytes },
    }]
}

/// One torn tap, something in between, one clean tap; the books are right after each.
fn torn_then_settled(
    layout: Layout,
    balance: u32,
    (command, after_bytes): (usize, usize),
    power_cut: bool,
    meanwhile: Meanwhile,
) -> Outcome {
    let card = card(layout, 1000_7510_1234_5678, balance);
    let mut kiosk = Kiosk::new(psam(), derivation(layout));
    let place = format!(
        "{layout:?} holding {balance}, pulled at byte {after_bytes} of command {command}, \
         power cut: {power_cut}, then {meanwhile:?}"
    );
    card.script(pull(command, after_bytes));
    let first = kiosk.pay(&card, price(PRICE));
    card.script([]);
    let captured = i64::from(balance) - i64::from(card.with(|card| card.balance()));
    match &first {
        None | Some(Outcome::NotDebited(_)) => {
            assert_eq!(captured, 0, "nothing may be taken unseen: {place}");
        }
        Some(Outcome::Debited(_)) => assert_eq!(captured, PRICE, "paid is taken: {place}"),
        Some(Outcome::Unknown { .. }) => {
            assert_eq!(kiosk.disk.0.len(), 1, "what is unknown is on disk: {place}")
        }
    }
    if power_cut {
        kiosk = kiosk.power_cut();
    }
    let changed = meanwhile.happen(&card);
    let last = match first {
        Some(Outcome::Unknown { .. }) => kiosk.settle(&card),
        Some(_) | None => kiosk.pay(&card, price(PRICE)),
    };
    let last = last.expect("a card at rest is read");
    let captured = i64::from(balance) + changed - i64::from(card.with(|card| card.balance()));
    if !matches!(last, Outcome::Unknown { .. }) {
        assert_eq!(captured, kiosk.taken(), "captured is accounted: {place}");
        assert!(kiosk.disk.0.is_empty(), "nothing stays open: {place}");
    }
    last
}

#[test]
fn every_cut_is_settled_by_the_next_tap_of_the_same_card() {
    let mut cuts = 0;
    for layout in [Layout::TUnion, Layout::OlderBeijing] {
        // A purchase leaves the second balance empty, so that the card refuses to open another.
        for balance in [5000, 600] {
            for command in 0..5 {
                for byte in 0..=MOST_BYTES {
                    for power_cut in [false, true] {
                        let last = torn_then_settled(
                            layout,
                            balance,
                            (command, byte),
                            power_cut,
                            Meanwhile::Nothing,
                        );
                        assert!(
                            !matches!(last, Outcome::Unknown { .. }),
                            "a card that was nowhere else settles everything: {last:?}"
                        );
                        cuts += 1;
                    }
                }
            }
        }
    }
    assert_eq!(cuts, 2 * 2 * 5 * 65 * 2, "every place was tried");
}

#[test]
fn a_settling_tap_that_is_cut_too_is_settled_by_the_next() {
    // Which command the debit is: the older layout is asked for one file more before.
    for (layout, debit) in [(Layout::TUnion, 4), (Layout::OlderBeijing, 5)] {
        // A purchase leaves the second balance empty, so that only the log still tells of it.
        for balance in [5000_u32, 600] {
            for command in 0..9 {
                for byte in 0..=MOST_BYTES {
                    let card = card(layout, 77, balance);
                    let mut kiosk = Kiosk::new(psam(), derivation(layout));
                    // The debit was heard and its answer was not.
                    card.script(pull(debit, 21));
                    let first = kiosk.pay(&card, price(PRICE));
                    assert!(
                        matches!(first, Some(Outcome::Unknown { .. })),
                        "nobody knows yet: {first:?}"
                    );
                    card.script(pull(command, byte));
                    let _cut = kiosk.settle(&card);
                    card.script([]);
                    if !kiosk.disk.0.is_empty() {
                        let _clean = kiosk.settle(&card);
                    }
                    let captured = i64::from(balance) - i64::from(card.with(|card| card.balance()));
                    let place = format!(
                        "{layout:?} holding {balance}, settling pulled at byte {byte} of command \
                         {command}"
                    );
                    assert_eq!(captured, kiosk.taken(), "captured is accounted: {place}");
                    assert!(kiosk.disk.0.is_empty(), "nothing stays open: {place}");
                }
            }
        }
    }
}

#[test]
fn a_card_that_was_used_elsewhere_in_between_is_settled_or_given_to_the_operator() {
    let between = [
        Meanwhile::PaysElsewhere,
        Meanwhile::PaysElsewhereTwice,
        Meanwhile::TopsUp,
    ];
    for meanwhile in between {
        for byte in 0..=MOST_BYTES {
            for power_cut in [false, true] {
                let last = torn_then_settled(Layout::TUnion, 5000, (4, byte), power_cut, meanwhile);
                let is_settled = match &last {
                    Outcome::Debited(_) | Outcome::NotDebited(_) => true,
                    Outcome::Unknown { remedy, .. } => {
                        // Not debited, and used twice elsewhere: the card cannot deny it.
                        matches!(meanwhile, Meanwhile::PaysElsewhereTwice)
                            && matches!(
                                remedy,
                                Remedy::Operator(Suspicion::NoEvidence | Suspicion::UsedElsewhere)
                            )
                    }
                };
                assert!(
                    is_settled,
                    "{meanwhile:?} after byte {byte} ended as {last:?}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Any number of torn taps in a row, the settling ones too, with power cuts among them.
    #[test]
    fn impatient_customers_pay_once(
        taps in prop::collection::vec((0_usize..9, 0..=MOST_BYTES, any::<bool>()), 0..6),
        balance in prop_oneof![Just(5000_u32), Just(600), Just(1100)],
        older in any::<bool>(),
    ) {
        let layout = if older { Layout::OlderBeijing } else { Layout::TUnion };
        let card = card(layout, 77, balance);
        let mut kiosk = Kiosk::new(psam(), derivation(layout));
        let clean = (usize::MAX, 0, false);
        for (command, byte, power_cut) in taps.into_iter().chain([clean]) {
            if kiosk.taken() == 0 {
                card.script(pull(command, byte));
                let _ended = match kiosk.disk.0.is_empty() {
                    true => kiosk.pay(&card, price(PRICE)),
                    false => kiosk.settle(&card),
                };
                card.script([]);
            }
            if power_cut {
                kiosk = kiosk.power_cut();
            }
        }
        // The last tap was clean. It settled, or it paid.
        prop_assert!(kiosk.disk.0.is_empty(), "a clean tap leaves nothing open");
        let captured = i64::from(balance) - i64::from(card.with(|card| card.balance()));
        prop_assert_eq!(captured, kiosk.taken(), "what the card lost is what the kiosk counts");
        prop_assert!(captured <= PRICE, "nobody pays twice");
    }
}
