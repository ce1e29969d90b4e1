//! The terminal's security module.

use super::card::{answer, status};
use super::cipher::{Key, mac, session};
use super::field::{Chip, body};

/// What a PSAM is issued with.
#[derive(Clone, Copy, Debug)]
pub struct PsamIssue {
    /// Its own number.
    pub number: [u8; 10],
    /// The terminal's number.
    pub terminal: [u8; 6],
    /// The master key of purchases.
    pub purchase_master: Key,
    /// The terminal sequence it stands at.
    pub sequence: u32,
}

/// A PSAM. It counts on when a purchase was proven, and forgets the one at hand without power.
#[derive(Clone, Debug)]
pub struct SimulatedPsam {
    issue: PsamIssue,
    sequence: u32,
    keys_are_current: bool,
    awaits: Option<[u8; 4]>,
}

impl SimulatedPsam {
    /// Issues a PSAM.
    pub fn issue(issue: PsamIssue) -> Self {
        Self {
            issue,
            sequence: issue.sequence,
            keys_are_current: false,
            awaits: None,
        }
    }

    /// The terminal sequence it stands at.
    pub fn sequence(&self) -> u32 {
        self.sequence
    }

    /// Only one purchase at a time: a second one without the first's end is refused.
    fn open(&mut self, body: &[u8]) -> Vec<u8> {
        if !self.keys_are_current || self.awaits.is_some() {
            return status(0x6985);
        }
        let levels = body.len().saturating_sub(20);
        let Some((fixed, serials)) = body.split_first_chunk::<20>() else {
            return status(0x6700);
        };
        if !levels.is_multiple_of(8) || !(8..=24).contains(&levels) {
            return status(0x6700);
        }
        let [a, b, c, d, e, f, amount_type_time @ .., version, algorithm] = fixed;
        if (*version, *algorithm) != (1, 0) {
            return status(0x9403);
        }
        let mut key = self.issue.purchase_master;
        // The issuer's key comes from the master, the card's from the issuer's.
        for serial in serials.chunks_exact(8).rev() {
            key = key.of(serial.try_into().unwrap_or_default());
        }
        let card_sequence = u16::from_be_bytes([*e, *f]);
        let session = session(&key, [*a, *b, *c, *d], card_sequence, self.sequence);
        let (amount_type, time) = amount_type_time.split_at(5);
        let text = [amount_type, &self.issue.terminal, time].concat();
        self.awaits = Some(mac(session, &amount_type[..4]));
        answer(&[self.sequence.to_be_bytes(), mac(session, &text)].concat())
    }

    fn credit(&mut self, mac2: &[u8]) -> Vec<u8> {
        match self.awaits.take() {
            None => status(0x6901),
            Some(expected) if expected == *mac2 => {
                self.sequence = self.sequence.wrapping_add(1);
                answer(&[])
            }
            Some(_) => status(0x9302),
        }
    }
}

impl Chip for SimulatedPsam {
    fn power(&mut self) {
        self.keys_are_current = false;
        self.awaits = None;
    }

    fn command(&mut self, command: &[u8]) -> Vec<u8> {
        let Some((header, rest)) = command.split_first_chunk::<4>() else {
            return status(0x6700);
        };
        let said = body(rest);
        match *header {
            [0x00, 0xB0, 0x95, 0x00] => answer(&[&self.issue.number[..], &[1, 1, 0, 0]].concat()),
            [0x00, 0xB0, 0x96, 0x00] => answer(&self.issue.terminal),
            [0x00, 0xA4, 0x00, 0x00] if said == [0x10, 0x01] => {
                self.keys_are_current = true;
                answer(&[])
            }
            [0x00, 0xA4, ..] | [0x00, 0xB0, ..] => status(0x6A82),
            [0x80, 0x70, 0x00, 0x00] => self.open(said),
            [0x80, 0x72, 0x00, 0x00] => self.credit(said),
            [0x00 | 0x80, ..] => status(0x6D00),
            _ => status(0x6E00),
        }
    }
}
