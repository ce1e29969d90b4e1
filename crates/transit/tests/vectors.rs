//! Worked examples of the purse: keys, MACs, TAC and the commands of a whole purchase.
//!
//! The first is the example that circulates with JR/T 0025 (PBOC 2.0, part 2: electronic purse);
//! the second was computed by its formulas with another library, for a T-Union layout (JT/T 978).

use order::Money;
use transit::cipher::{DoubleKey, PurchaseSession, SessionSeed, SingleKey, TacInput, tac};
use transit::psam::{Derivation, PsamFacts, PsamLayout};
use transit::purchase::{Next, Purchase, Terms};
use transit::{
    Amount, Application, CardFacts, CardNumber, CardSerial, Dice, Evidence, Heard, Mac, Outcome,
    PsamNumber, Stored, Tac, TerminalId, TerminalTime, WallClock,
};

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

#[test]
fn the_published_load_is_reproduced() {
    let key = DoubleKey::new(0x11223344556677888877665544332211_u128.to_be_bytes());
    let session = key.encrypt([0x11, 0x22, 0x33, 0x44, 0, 0, 0x80, 0]);
    assert_eq!(
        session,
        0x9B1D924E05595603_u64.to_be_bytes(),
        "the session key of a load"
    );
    let session = SingleKey::new(session);
    assert_eq!(
        session.mac(&hex("000000000000100001001122334455")),
        Mac::new([0x29, 0x88, 0xAE, 0x5A]),
        "MAC1 covers balance, amount, type and terminal"
    );
    assert_eq!(
        session.mac(&hex("000010000100112233445520111221214822")),
        Mac::new([0x3A, 0x84, 0x5B, 0xF0]),
        "MAC2 covers amount, type, terminal and time"
    );
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().collect();
    let byte = |pair: &[char]| {
        let text: String = pair.iter().collect();
        u8::from_str_radix(&text, 16).expect("hexadecimal")
    };
    digits.chunks(2).map(byte).collect()
}

#[test]
fn a_whole_purchase_speaks_these_bytes() {
    let serial = [0x10, 0x00, 0x75, 0x10, 0x12, 0x34, 0x56, 0x78];
    let terms = Terms {
        card: CardFacts {
            application: Application::t_union(),
            number: CardNumber::from_bcd(&serial).expect("digits"),
            serial: CardSerial::new(serial),
            issuer: None,
            expires: None,
            balance: Money::from_minor(5000),
        },
        psam: PsamFacts {
            number: PsamNumber::new([0x42; 10]),
            terminal: TerminalId::new([0x10, 0x00, 0x75, 0x00, 0x00, 0x01]),
            layout: PsamLayout {
                purse: Application::older_beijing().purse,
                derivation: Derivation::Serial,
            },
        },
        amount: amount(600),
        at: at(2026, [11, 22, 18, 0, 30]),
    };
    let exchanges = [
        (
            "805001020B01000002581000750000010F",
            "0000138800250000000100A1B2C3D49000",
        ),
        (
            "807000001CA1B2C3D400250000025806202611221800300100100075101234567808",
            "0000012C9776ED319000",
        ),
        (
            "805401000F0000012C202611221800309776ED3108",
            "D6525ADE1E5DD0789000",
        ),
        ("80720000041E5DD078", "9000"),
    ];
    let mut next = Purchase::begin(terms, &[]).expect("nothing is open");
    for (command, answer) in exchanges {
        if let Next::Store(unstored) = next {
            let stored = Stored::read_back(unstored.pending().clone());
            next = Next::Ask(unstored.debit(&stored).expect("it is this record"));
        }
        let Next::Ask(purchase) = next else {
            panic!("there is more to say: {next:?}");
        };
        assert_eq!(
            purchase.ask().to_bytes(),
            hex(command),
            "the command is this one"
        );
        let shown = format!("{purchase:?}");
        assert!(
            !shown.contains("100075101234") && !shown.contains("9776ED31"),
            "neither number nor MAC is shown: {shown}"
        );
        next = purchase.step(&Heard::from_bytes(&hex(answer)));
    }
    let Next::Ended(Outcome::Debited(record)) = next else {
        panic!("a checked MAC2 is paid: {next:?}");
    };
    assert_eq!(
        record.evidence,
        Evidence::Mac2Checked {
            tac: Tac::new([0xD6, 0x52, 0x5A, 0xDE])
        },
        "the TAC is kept"
    );
}
