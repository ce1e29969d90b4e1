//! Cards that answer anything.

use proptest::prelude::*;
use sandbox::transit_card::{Layout, Trouble, TroubleAt};
use transit::Outcome;

use crate::support::{Kiosk, PRICE, card, derivation, price, psam};

/// An answer of any length with any status word, or a lone 9000, or hardly anything.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let data = prop::collection::vec(any::<u8>(), 0..300);
    let good = data
        .clone()
        .prop_map(|data| [data, vec![0x90, 0x00]].concat());
    let eight = any::<[u8; 8]>().prop_map(|codes| [&codes[..], &[0x90, 0x00]].concat());
    let word = any::<u16>().prop_map(|word| word.to_be_bytes().to_vec());
    prop_oneof![data, good, eight, word]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// A forged card carries out nothing and says what it likes from some command on: the PSAM,
    /// which is honest, is what stands between it and a print.
    #[test]
    fn a_card_that_never_debits_never_counts_as_paid(
        from in 0_usize..8,
        answers in prop::collection::vec(anything(), 1..20),
    ) {
        let card = card(Layout::TUnion, 5, 5000);
        let mut kiosk = Kiosk::new(psam(), derivation(Layout::TUnion));
        // Honest until it is asked for the debit at the latest.
        let from = from.min(4);
        card.script(answers.into_iter().enumerate().map(|(index, bytes)| TroubleAt {
            command: from + index,
            trouble: Trouble::Instead(bytes),
        }));
        let first = kiosk.pay(&card, price(PRICE));
        let balance = card.with(|card| card.balance());
        if matches!(first, Some(Outcome::Debited(_))) {
            // Nonsense in an earlier step may be survived; the debit itself may not be feigned.
            prop_assert_eq!(balance, 5000 - 600, "only a real debit counts");
        }
    }

    /// A card that did debit, and whose answer is mangled on the way.
    #[test]
    fn a_mangled_answer_to_a_real_debit_is_never_called_not_debited(answer in anything()) {
        let card = card(Layout::TUnion, 5, 5000);
        let mut kiosk = Kiosk::new(psam(), derivation(Layout::TUnion));
        card.script([TroubleAt { command: 4, trouble: Trouble::Mangled(answer) }]);
        let first = kiosk.pay(&card, price(PRICE));
        prop_assert_eq!(card.with(|card| card.balance()), 4400, "the card took the money");
        prop_assert!(
            matches!(first, Some(Outcome::Debited(_) | Outcome::Unknown { .. })),
            "the money is accounted, or asked after: {:?}", first
        );
    }

    /// A PSAM of any kind makes nobody pay for nothing.
    #[test]
    fn a_mangled_psam_never_hides_a_debit(at in 0_usize..3, answer in anything()) {
        let card = card(Layout::TUnion, 5, 5000);
        let psam = psam();
        let mut kiosk = Kiosk::new(psam.clone(), derivation(Layout::TUnion));
        psam.script([TroubleAt { command: at, trouble: Trouble::Instead(answer) }]);
        let first = kiosk.pay(&card, price(PRICE));
        let captured = 5000 - card.with(|card| card.balance());
        match first {
            Some(Outcome::Debited(_)) => prop_assert_eq!(captured, 600, "paid is taken"),
            Some(Outcome::NotDebited(_)) | None => prop_assert_eq!(captured, 0, "nothing unseen"),
            Some(Outcome::Unknown { .. }) => {}
        }
    }
}
