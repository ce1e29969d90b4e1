//! A kiosk without a screen: one PSAM, a till, and a store that outlives the power.

use order::Money;
use sandbox::transit_card::{
    CardIssue, Carried, Chip, Field, Key, Layout, PsamIssue, SimulatedCard, SimulatedPsam,
};
use transit::psam::{Derivation, PsamLayout};
use transit::purchase::TransactionRecord;
use transit::till::PurchaseError;
use transit::{
    Amount, Application, CardFacts, Command, Heard, Link, Lost, Outcome, Pending, PendingStore,
    Price, Remedy, Stored, TerminalTime, Till, WallClock, read_card,
};

pub(crate) const MASTER: Key = Key(0x0123456789ABCDEFFEDCBA9876543210_u128.to_be_bytes());
pub(crate) const ISSUER: [u8; 8] = [0x01, 0x31, 0x10, 0x00, 0xFF, 0xFF, 0xFF, 0xFF];
pub(crate) const TERMINAL: [u8; 6] = [0x10, 0x00, 0x75, 0x00, 0x00, 0x01];
pub(crate) const ELSEWHERE: [u8; 6] = [0x30, 0x01, 0x02, 0x03, 0x04, 0x05];
pub(crate) const PRICE: i64 = 600;

pub(crate) fn layouts() -> [Application; 2] {
    [Application::t_union(), Application::older_beijing()]
}

pub(crate) fn derivation(layout: Layout) -> Derivation {
    match layout {
        Layout::TUnion => Derivation::SerialIssuer,
        Layout::OlderBeijing => Derivation::Serial,
    }
}

pub(crate) fn card(layout: Layout, number: u128, balance: u32) -> Field<SimulatedCard> {
    let purchase_master = match layout {
        Layout::TUnion => MASTER.of(ISSUER),
        Layout::OlderBeijing => MASTER,
    };
    Field::new(SimulatedCard::issue(CardIssue {
        layout,
        number,
        expires: 20_301_231,
        issuer: ISSUER,
        purchase_master,
        tac_master: Key(0x00112233445566778899AABBCCDDEEFF_u128.to_be_bytes()),
        balance,
        sequence: 0x25,
    }))
}

pub(crate) fn psam() -> Field<SimulatedPsam> {
    Field::new(SimulatedPsam::issue(PsamIssue {
        number: [0, 0, 0, 0x10, 0, 0x75, 0, 0, 0, 0x42],
        terminal: TERMINAL,
        purchase_master: MASTER,
        sequence: 300,
    }))
}

pub(crate) fn price(fen: i64) -> Price {
    Price {
        amount: Amount::try_from(Money::from_minor(fen)).expect("an amount"),
        at: at(18),
    }
}

pub(crate) fn at(hour: u8) -> TerminalTime {
    let clock = WallClock {
        year: 2026,
        month: 11,
        day: 22,
        hour,
        minute: 0,
        second: 30,
    };
    TerminalTime::try_from(clock).expect("a date and time")
}

/// A line to a field, without a reader. Once the card was pulled, it stays silent.
pub(crate) struct Touch<C> {
    field: Field<C>,
    lost: bool,
}

impl<C: Chip> Touch<C> {
    pub(crate) fn new(field: &Field<C>) -> Self {
        field.power();
        Self {
            field: field.clone(),
            lost: false,
        }
    }
}

impl<C: Chip> Link for Touch<C> {
    fn exchange(&mut self, command: &Command) -> Heard {
        if self.lost {
            return Heard::Nothing(Lost::Removed);
        }
        match self.field.carry(&command.to_bytes()) {
            Carried::Answer { bytes, .. } => Heard::from_bytes(&bytes),
            Carried::Pulled(bytes) => {
                self.lost = true;
                Heard::from_bytes(&bytes)
            }
        }
    }

    fn reset(&mut self) -> Result<(), Lost> {
        self.field.power();
        Ok(())
    }
}

/// What is on disk: open records, as text.
#[derive(Default)]
pub(crate) struct Disk(pub(crate) Vec<String>);

impl Disk {
    pub(crate) fn open(&self) -> Vec<Pending> {
        let read = |text: &String| serde_json::from_str(text).expect("what was written is read");
        self.0.iter().map(read).collect()
    }

    fn remove(&mut self, pending: &Pending) {
        let text = serde_json::to_string(pending).expect("a record is text");
        self.0.retain(|open| *open != text);
    }
}

impl PendingStore for Disk {
    fn store(&mut self, pending: &Pending) -> Option<Stored> {
        let text = serde_json::to_string(pending).expect("a record is text");
        let read = serde_json::from_str(&text).expect("what was written is read");
        self.0.push(text);
        Some(Stored::read_back(read))
    }
}

pub(crate) struct Kiosk {
    psam: Field<SimulatedPsam>,
    derivation: Derivation,
    till: Till<Touch<SimulatedPsam>>,
    pub(crate) disk: Disk,
    pub(crate) debited: Vec<TransactionRecord>,
}

impl Kiosk {
    pub(crate) fn new(psam: Field<SimulatedPsam>, derivation: Derivation) -> Self {
        Self {
            till: open(&psam, derivation),
            psam,
            derivation,
            disk: Disk::default(),
            debited: Vec::new(),
        }
    }

    /// All memory is gone but the disk.
    pub(crate) fn power_cut(self) -> Self {
        let Self {
            psam,
            derivation,
            disk,
            debited,
            ..
        } = self;
        Self {
            till: open(&psam, derivation),
            psam,
            derivation,
            disk,
            debited,
        }
    }

    pub(crate) fn read(card: &Field<SimulatedCard>) -> (Touch<SimulatedCard>, Option<CardFacts>) {
        let mut touch = Touch::new(card);
        let facts = read_card(&mut touch, &layouts()).ok();
        (touch, facts)
    }

    /// A tap to pay. `None`: the card could not be read, or has an open record.
    pub(crate) fn pay(&mut self, card: &Field<SimulatedCard>, price: Price) -> Option<Outcome> {
        let (mut touch, facts) = Self::read(card);
        let open = self.disk.open();
        let paid = self
            .till
            .purchase(&mut touch, &facts?, price, &open, &mut self.disk);
        match paid {
            Ok(outcome) => Some(self.note(outcome)),
            Err(PurchaseError::Unsettled(_)) => None,
            Err(PurchaseError::Psam(failure)) => panic!("the PSAM is fine: {failure}"),
        }
    }

    /// A tap to settle the one open record. `None`: the card could not be read.
    pub(crate) fn settle(&mut self, card: &Field<SimulatedCard>) -> Option<Outcome> {
        let (mut touch, facts) = Self::read(card);
        let pending = self.disk.open().pop().expect("there is an open record");
        let outcome = self.till.settle(&mut touch, &facts?, pending);
        Some(self.note(outcome))
    }

    fn note(&mut self, outcome: Outcome) -> Outcome {
        match &outcome {
            Outcome::Debited(record) => {
                self.disk.remove(&record.transaction);
                self.debited.push(record.clone());
            }
            Outcome::NotDebited(_) => self.disk.0.clear(),
            Outcome::Unknown {
                pending,
                remedy: Remedy::Operator(_),
            } => self.disk.remove(pending),
            Outcome::Unknown { .. } => {}
        }
        outcome
    }

    /// What this kiosk took, in fen.
    pub(crate) fn taken(&self) -> i64 {
        let amounts = self
            .debited
            .iter()
            .map(|record| Money::from(record.transaction.amount));
        amounts.sum::<Money>().minor()
    }
}

fn open(psam: &Field<SimulatedPsam>, derivation: Derivation) -> Till<Touch<SimulatedPsam>> {
    let layout = PsamLayout {
        purse: transit::card::Directory::File(0x1001),
        derivation,
    };
    Till::open(Touch::new(psam), layout).expect("the PSAM opens")
}
