//! The card: an electronic purse with offline purchase.

use super::cipher::{Key, mac, session};
use super::field::Chip;
use super::files;

/// Which card it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Beijing's, before 2018.
    OlderBeijing,
    /// T-Union's.
    TUnion,
}

/// Whether the card may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Yes.
    Good,
    /// The purse is locked for good.
    PurseLocked,
    /// The whole card is locked.
    CardLocked,
}

/// What a card is issued with.
#[derive(Clone, Copy, Debug)]
pub struct CardIssue {
    /// Which card it is.
    pub layout: Layout,
    /// Up to 20 decimal digits (16 on the older card).
    pub number: u128,
    /// `yyyymmdd`.
    pub expires: u32,
    /// The issuer's eight bytes.
    pub issuer: [u8; 8],
    /// The master key of purchases; the card holds what its serial makes of it.
    pub purchase_master: Key,
    /// The master key of TACs.
    pub tac_master: Key,
    /// In fen.
    pub balance: u32,
    /// The offline sequence it stands at.
    pub sequence: u16,
}

/// A card. What it keeps without power is in here beside what it forgets.
#[derive(Clone, Debug)]
pub struct SimulatedCard {
    issue: CardIssue,
    /// In fen.
    balance: u32,
    sequence: u16,
    standing: Standing,
    purchase_key: Key,
    tac_key: Key,
    /// Newest first.
    log: Vec<[u8; 23]>,
    proof: Option<Proof>,
    throws: u32,
    /// Forgotten without power.
    purse_is_current: bool,
    opened: Option<Opened>,
}

#[derive(Clone, Copy, Debug)]
struct Proof {
    sequence: u16,
    mac2: [u8; 4],
    tac: [u8; 4],
}

#[derive(Clone, Copy, Debug)]
struct Opened {
    amount: u32,
    terminal: [u8; 6],
    dice: [u8; 4],
}

/// Records that the log holds.
const LOG_RECORDS: usize = 10;

impl SimulatedCard {
    /// Issues a card.
    pub fn issue(issue: CardIssue) -> Self {
        let serial = files::serial(&issue);
        Self {
            issue,
            balance: issue.balance,
            sequence: issue.sequence,
            standing: Standing::Good,
            purchase_key: issue.purchase_master.of(serial),
            tac_key: issue.tac_master.of(serial),
            log: Vec::new(),
            proof: None,
            throws: 0,
            purse_is_current: false,
            opened: None,
        }
    }

    /// What is on it, in fen.
    pub fn balance(&self) -> u32 {
        self.balance
    }

    /// Its offline sequence.
    pub fn sequence(&self) -> u16 {
        self.sequence
    }

    /// Puts money on it, as a machine elsewhere does.
    pub fn top_up(&mut self, fen: u32) {
        self.balance += fen;
    }

    /// Locks it, or not.
    pub fn set_standing(&mut self, standing: Standing) {
        self.standing = standing;
    }

    /// Gives it a key that no PSAM derives.
    pub fn spoil_key(&mut self) {
        self.purchase_key.0[0] ^= 0xFF;
    }

    /// Pays elsewhere: the sequence, the log and the proof go on.
    pub fn pay_elsewhere(&mut self, amount: u32, terminal: [u8; 6], at: [u8; 7]) {
        let opened = Opened {
            amount,
            terminal,
            dice: self.throw(),
        };
        self.take(opened, 1, at);
    }

    fn throw(&mut self) -> [u8; 4] {
        self.throws += 1;
        self.throws
            .wrapping_mul(0x9E37_79B9)
            .wrapping_add(u32::from(self.sequence))
            .to_be_bytes()
    }

    fn select(&mut self, by_name: bool, what: &[u8]) -> Vec<u8> {
        let purse = match (self.issue.layout, by_name) {
            (Layout::OlderBeijing, false) if what == [0x10, 0x01] => true,
            (Layout::OlderBeijing, false) if what == [0x3F, 0x00] => false,
            (Layout::OlderBeijing, true) if what == b"1PAY.SYS.DDF01" => false,
            (Layout::TUnion, true) if what == [0xA0, 0, 0, 6, 0x32, 1, 1, 5] => true,
            (Layout::TUnion, true) if what == b"2PAY.SYS.DDF01" => false,
            _ => return status(0x6A82),
        };
        self.opened = None;
        self.purse_is_current = purse;
        answer(&[0x6F, 0x00])
    }

    fn read_binary(&self, file: u8, length: usize) -> Vec<u8> {
        let (number_file, content) = files::number_file(&self.issue);
        let in_reach = match self.issue.layout {
            Layout::OlderBeijing => !self.purse_is_current,
            Layout::TUnion => self.purse_is_current,
        };
        match file & 0x80 != 0 && file & 0x1F == number_file && in_reach {
            true if length > content.len() => {
                status(0x6C00 | u16::try_from(content.len()).unwrap_or(0))
            }
            true if length == 0 => answer(&content),
            true => answer(&content[..length]),
            false => status(0x6A82),
        }
    }

    fn read_record(&self, number: u8, file: u8) -> Vec<u8> {
        if !self.purse_is_current || file >> 3 != 0x18 {
            return status(0x6A82);
        }
        match self.log.get(usize::from(number).wrapping_sub(1)) {
            Some(record) => answer(record),
            None => status(0x6A83),
        }
    }

    fn open_purchase(&mut self, body: &[u8]) -> Vec<u8> {
        let Some(([key, amount @ .., a, b, c, d, e, f], 11)) =
            body.first_chunk::<11>().map(|chunk| (chunk, body.len()))
        else {
            return status(0x6700);
        };
        let amount = u32::from_be_bytes(*amount);
        if *key != 1 {
            return status(0x9403);
        }
        if amount > self.balance {
            return status(0x9401);
        }
        if self.sequence == u16::MAX {
            return status(0x9402);
        }
        let dice = self.throw();
        self.opened = Some(Opened {
            amount,
            terminal: [*a, *b, *c, *d, *e, *f],
            dice,
        });
        let mut said = self.balance.to_be_bytes().to_vec();
        said.extend(self.sequence.to_be_bytes());
        said.extend([0, 0, 0, 1, 0]);
        said.extend(dice);
        answer(&said)
    }

    fn debit(&mut self, body: &[u8]) -> Vec<u8> {
        let Some(opened) = self.opened.take() else {
            return status(0x6901);
        };
        let Ok([a, b, c, d, at @ .., m, n, o, p]) = <&[u8; 15]>::try_from(body) else {
            return status(0x6700);
        };
        let terminal_sequence = u32::from_be_bytes([*a, *b, *c, *d]);
        let key = session(
            &self.purchase_key,
            opened.dice,
            self.sequence,
            terminal_sequence,
        );
        let mut text = opened.amount.to_be_bytes().to_vec();
        text.push(6);
        text.extend(opened.terminal);
        text.extend(at);
        if mac(key, &text) != [*m, *n, *o, *p] {
            return status(0x9302);
        }
        let proof = self.take(opened, terminal_sequence, *at);
        answer(&[proof.tac, proof.mac2].concat())
    }

    fn take(&mut self, opened: Opened, terminal_sequence: u32, at: [u8; 7]) -> Proof {
        let amount = opened.amount.to_be_bytes();
        let key = session(
            &self.purchase_key,
            opened.dice,
            self.sequence,
            terminal_sequence,
        );
        let mut text = amount.to_vec();
        text.push(6);
        text.extend(opened.terminal);
        text.extend(terminal_sequence.to_be_bytes());
        text.extend(at);
        let tac = mac(self.tac_key.fold(), &text);

        let mut record = [0; 23];
        record[..2].copy_from_slice(&self.sequence.to_be_bytes());
        record[5..9].copy_from_slice(&amount);
        record[9] = 6;
        record[10..16].copy_from_slice(&opened.terminal);
        record[16..].copy_from_slice(&at);
        self.log.insert(0, record);
        self.log.truncate(LOG_RECORDS);

        self.balance = self.balance.saturating_sub(opened.amount);
        self.sequence = self.sequence.wrapping_add(1);
        let proof = Proof {
            sequence: self.sequence,
            mac2: mac(key, &amount),
            tac,
        };
        self.proof = Some(proof);
        proof
    }

    fn prove(&self, kind: u8, sequence: &[u8]) -> Vec<u8> {
        match self.proof {
            Some(proof) if kind == 6 && proof.sequence.to_be_bytes() == *sequence => {
                answer(&[proof.mac2, proof.tac].concat())
            }
            _ => status(0x9406),
        }
    }
}

impl Chip for SimulatedCard {
    fn power(&mut self) {
        self.purse_is_current = false;
        self.opened = None;
    }

    fn command(&mut self, command: &[u8]) -> Vec<u8> {
        let Some(([class, instruction, p1, p2], rest)) = command.split_first_chunk::<4>() else {
            return status(0x6700);
        };
        if self.standing == Standing::CardLocked {
            return status(0x6A81);
        }
        let body = super::field::body(rest);
        let length = rest.first().copied().map_or(0, usize::from);
        match (class, instruction, p1, p2) {
            (0x00, 0xA4, 0x04, _) => self.select(true, body),
            (0x00, 0xA4, 0x00, _) => self.select(false, body),
            (0x00, 0xB0, file, 0) => self.read_binary(*file, length),
            (0x00, 0xB2, record, file) => self.read_record(*record, *file),
            (0x80, ..) if !self.purse_is_current => status(0x6985),
            (0x80, ..) if self.standing == Standing::PurseLocked => status(0x9303),
            (0x80, 0x5C, _, 0x02) => answer(&self.balance.to_be_bytes()),
            (0x80, 0x50, 0x01, 0x02) => self.open_purchase(body),
            (0x80, 0x54, 0x01, 0x00) => self.debit(body),
            (0x80, 0x5A, 0x00, kind) => self.prove(*kind, body),
            (0x80, 0x50 | 0x54 | 0x5A | 0x5C, ..) => status(0x6A86),
            (0x00 | 0x80, ..) => status(0x6D00),
            _ => status(0x6E00),
        }
    }
}

pub(super) fn status(word: u16) -> Vec<u8> {
    word.to_be_bytes().to_vec()
}

pub(super) fn answer(data: &[u8]) -> Vec<u8> {
    [data, &[0x90, 0x00]].concat()
}
