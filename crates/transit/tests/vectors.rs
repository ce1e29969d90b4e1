//! Worked examples of the purse: keys, MACs, TAC and the commands of a whole purchase.
//!
//! The first is the example that circulates with JR/T 0025 (PBOC 2.0, part 2: electronic purse);
//! the second was computed by its formulas with another library, for a T-Union layout (JT/T 978).

use order::Money;
use transit::cipher::{DoubleKey, PurchaseSession, SessionSeed, TacInput, tac};
use transit::{Amount, Dice, Mac, Tac, TerminalId, TerminalTime, WallClock};

fn amount(fen: i64) -> Amount {
    Amount::try_from(Money::from_minor(fen)).expect("an amount")
}

fn at(year: u16, [month, day, hour, minute, second]: [u8; 5]) -> TerminalTime {
    let clock = WallClock {
        year,
        month,
        day,
        hour,
        minute,
        second,
    };
    TerminalTime::try_from(clock).expect("a date and time")
}

#[test]
fn the_published_purchase_is_reproduced() {
    let key = DoubleKey::new(0x11223344556677888877665544332211_u128.to_be_bytes());
    let session = PurchaseSession::new(
        &key,
        SessionSeed {
            dice: Dice::new([0x11, 0x22, 0x33, 0x44]),
            card_sequence: 0,
            terminal_sequence: 1,
        },
    );
    assert!(
        session.is(&0x003238ABC57659DD_u64.to_be_bytes()),
        "the session key comes from dice, card's sequence and terminal's sequence"
    );
    let terminal = TerminalId::new([0x00, 0x11, 0x22, 0x33, 0x44, 0x55]);
    assert_eq!(
        session.mac1(amount(0x1000), terminal, at(2012, [2, 29, 13, 51, 0])),
        Mac::new([0xF1, 0x5C, 0xAB, 0x75]),
        "MAC1 covers amount, type, terminal, date and time"
    );
    assert_eq!(
        session.mac2(amount(0x1000)),
        Mac::new([0x56, 0x98, 0x8A, 0x13]),
        "MAC2 covers the amount"
    );
}

#[test]
fn a_whole_purchase_with_derived_keys_is_reproduced() {
    let master = DoubleKey::new(0x0123456789ABCDEFFEDCBA9876543210_u128.to_be_bytes());
    let serial = [0x10, 0x00, 0x75, 0x10, 0x12, 0x34, 0x56, 0x78];
    let card_key = master.derive(&serial);
    let expected = DoubleKey::new(0x895D3BDB7EA080998A8BFF5EC9A28572_u128.to_be_bytes());
    assert!(
        card_key.is(&expected),
        "a card's key is its serial and the complement under the master"
    );
    let session = PurchaseSession::new(
        &card_key,
        SessionSeed {
            dice: Dice::new([0xA1, 0xB2, 0xC3, 0xD4]),
            card_sequence: 0x25,
            terminal_sequence: 0x12C,
        },
    );
    assert!(
        session.is(&0xBF870A12242F7933_u64.to_be_bytes()),
        "session key of the derived card key"
    );
    let terminal = TerminalId::new([0x10, 0x00, 0x75, 0x00, 0x00, 0x01]);
    let time = at(2026, [11, 22, 18, 0, 30]);
    assert_eq!(
        session.mac1(amount(600), terminal, time),
        Mac::new([0x97, 0x76, 0xED, 0x31]),
        "MAC1 of six yuan"
    );
    assert_eq!(
        session.mac2(amount(600)),
        Mac::new([0x1E, 0x5D, 0xD0, 0x78]),
        "MAC2 of six yuan"
    );
    let tac_key =
        DoubleKey::new(0x00112233445566778899AABBCCDDEEFF_u128.to_be_bytes()).derive(&serial);
    assert!(
        tac_key.is(&DoubleKey::new(
            0xB1ED78A30F0250039938E8AB138454CD_u128.to_be_bytes()
        )),
        "the card's TAC key"
    );
    assert!(
        tac_key.folded().is(&0x28D590081C8604CE_u64.to_be_bytes()),
        "its halves are folded into one"
    );
    let input = TacInput {
        amount: amount(600),
        terminal,
        terminal_sequence: 0x12C,
        at: time,
    };
    assert_eq!(
        tac(&tac_key, &input),
        Tac::new([0xD6, 0x52, 0x5A, 0xDE]),
        "the TAC covers the terminal's sequence too"
    );
}
