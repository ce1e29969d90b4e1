//! Where a card keeps what: layouts by configuration.

use serde::{Deserialize, Serialize};

use super::{CardFacts, CardNumber};
use crate::apdu::Command;
use crate::octets;

/// How a directory of a card is chosen (SELECT, ISO/IEC 7816-4 section 7.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Directory {
    /// It is current after reset: nothing is sent.
    Root,
    /// By file identifier.
    File(u16),
    /// By name, 5 to 16 bytes in hexadecimal.
    Name(String),
}

impl Directory {
    /// The command, where one is needed.
    pub(crate) fn select(&self) -> Option<Command> {
        match self {
            Self::Root => None,
            Self::File(id) => Some(Command::saying(
                [0x00, 0xA4, 0x00, 0x00],
                &id.to_be_bytes(),
                Some(0),
            )),
            Self::Name(name) => {
                let bytes: Vec<u8> = name
                    .as_bytes()
                    .chunks(2)
                    .filter_map(|pair| std::str::from_utf8(pair).ok())
                    .filter_map(octets::from_hex::<1>)
                    .flatten()
                    .collect();
                Some(Command::saying([0x00, 0xA4, 0x04, 0x00], &bytes, Some(0)))
            }
        }
    }
}

/// The file with the card's number: where it is and what stands where in it, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberFile {
    /// The directory it is in.
    pub directory: Directory,
    /// Short file identifier, 1 to 30.
    pub file: u8,
    /// Bytes to read.
    pub length: u8,
    /// Where the number begins.
    pub number_at: u8,
    /// How many bytes of decimals it has.
    pub number_length: u8,
    /// Where the eight bytes begin that the keys are derived by.
    pub serial_at: u8,
    /// Where the issuer's eight bytes begin, if it has them.
    pub issuer_at: Option<u8>,
    /// Where the last day of use begins, four bytes, if it has one.
    pub expires_at: Option<u8>,
}

/// One layout of a purse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its name in records and settings: lower case, for example `t-union`.
    pub name: String,
    /// The file with the number.
    pub number: NumberFile,
    /// The directory of the purse.
    pub purse: Directory,
    /// P1 of GET BALANCE: 0 in JR/T 0025, 3 where overdrafts are told apart.
    pub balance_p1: u8,
    /// Short file identifier of the log, newest record first.
    pub log_file: u8,
    /// The number of the purchase key.
    pub key_index: u8,
}

impl Application {
    /// The older card of Beijing: number in file 04 of the root, purse in directory 1001.
    pub fn older_beijing() -> Self {
        Self {
            name: "beijing".to_owned(),
            number: NumberFile {
                directory: Directory::Root,
                file: 0x04,
                length: 32,
                number_at: 0,
                number_length: 8,
                serial_at: 0,
                issuer_at: None,
                expires_at: Some(28),
            },
            purse: Directory::File(0x1001),
            balance_p1: 0,
            log_file: 0x18,
            key_index: 1,
        }
    }

    /// The nationwide T-Union card (JT/T 978): all in one application.
    pub fn t_union() -> Self {
        let directory = Directory::Name("A000000632010105".to_owned());
        Self {
            name: "t-union".to_owned(),
            number: NumberFile {
                directory: directory.clone(),
                file: 0x15,
                length: 30,
                number_at: 10,
                number_length: 10,
                serial_at: 12,
                issuer_at: Some(0),
                expires_at: Some(24),
            },
            purse: directory,
            balance_p1: 0,
            log_file: 0x18,
            key_index: 1,
        }
    }

    /// READ BINARY of the number's file.
    pub(crate) fn read_number(&self) -> Command {
        let file = 0x80 | (self.number.file & 0x1F);
        Command::asking([0x00, 0xB0, file, 0x00], self.number.length)
    }

    /// GET BALANCE of the purse.
    pub(crate) fn read_balance(&self) -> Command {
        Command::asking([0x80, 0x5C, self.balance_p1, 0x02], 4)
    }

    /// READ RECORD of the log; 1 is the newest.
    pub(crate) fn read_log(&self, record: u8) -> Command {
        let file = ((self.log_file & 0x1F) << 3) | 0x04;
        Command::asking([0x00, 0xB2, record, file], 23)
    }

    /// What the number's file says; `None` where it is too short or the number is none. The
    /// balance is not in it and stays zero.
    pub(crate) fn facts(&self, file: &[u8]) -> Option<CardFacts> {
        let at = usize::from(self.number.number_at);
        let digits = file.get(at..at + usize::from(self.number.number_length))?;
        let issuer = self.number.issuer_at.map(usize::from);
        let expires = self.number.expires_at.map(usize::from);
        Some(CardFacts {
            application: self.clone(),
            number: CardNumber::from_bcd(digits)?,
            serial: octets::CardSerial::new(octets::part(
                file,
                usize::from(self.number.serial_at),
            )?),
            issuer: issuer
                .and_then(|at| octets::part(file, at))
                .map(octets::IssuerId::new),
            expires: expires
                .and_then(|at| octets::part(file, at))
                .map(crate::time::Day::new),
            balance: order::Money::ZERO,
        })
    }
}
