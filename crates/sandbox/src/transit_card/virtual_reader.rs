//! A chip in a slot of Debian's virtual reader (`vsmartcard-vpcd`).
//!
//! The card dials the reader. Every message is a length of two bytes, most significant first, and
//! so many bytes. One byte is an order of the reader's: 0 power off, 1 power on, 2 reset, 4 "your
//! answer to reset, please", of which only the last is answered. More bytes are a command. A
//! connection is a card that lies on the reader; its end is the card's leaving.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::field::{Carried, Chip, Field};

/// What a contactless card of type A answers to a reset (ISO/IEC 7816-3, PC/SC part 3).
const ANSWER_TO_RESET: [u8; 13] = [
    0x3B, 0x88, 0x80, 0x01, 0x00, 0x31, 0xC1, 0x64, 0x08, 0x60, 0x32, 0x06, 0x00,
];

const ORDER_POWER_OFF: u8 = 0;
const ORDER_POWER_ON: u8 = 1;
const ORDER_RESET: u8 = 2;
const ORDER_ANSWER_TO_RESET: u8 = 4;

/// A slot of the virtual reader on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The TCP port on which the reader's driver waits for this slot's card.
    pub port: u16,
}

/// A chip that lies in a slot. Dropped, it is taken out.
#[derive(Debug)]
pub struct Inserted {
    stream: TcpStream,
    talk: Option<JoinHandle<()>>,
}

impl Inserted {
    /// Puts the chip of `field` into `slot`.
    ///
    /// # Errors
    ///
    /// Nobody waits at the slot's port, or the slot is taken.
    pub fn insert<C: Chip + 'static>(field: &Field<C>, slot: Slot) -> io::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, slot.port));
        let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        let mut line = stream.try_clone()?;
        let field = Field::clone(field);
        let talk = thread::Builder::new()
            .name("virtual card".to_owned())
            .spawn(move || {
                // The line's end is the card's leaving, whoever ended it.
                let _ended = talk(&mut line, &field);
                let _gone = line.shutdown(Shutdown::Both);
            })?;
        Ok(Self {
            stream,
            talk: Some(talk),
        })
    }

    /// Whether it still lies there: a script may have pulled it.
    pub fn is_there(&self) -> bool {
        self.talk.as_ref().is_some_and(|talk| !talk.is_finished())
    }
}

impl Drop for Inserted {
    fn drop(&mut self) {
        let _gone = self.stream.shutdown(Shutdown::Both);
        if let Some(talk) = self.talk.take() {
            let _ended = talk.join();
        }
    }
}

fn talk<C: Chip>(line: &mut TcpStream, field: &Field<C>) -> io::Result<()> {
    loop {
        let message = receive(line)?;
        match message.as_slice() {
            [] => {}
            [ORDER_ANSWER_TO_RESET] => send(line, &ANSWER_TO_RESET)?,
            [ORDER_POWER_OFF | ORDER_POWER_ON | ORDER_RESET] => field.power(),
            [_] => return Err(io::Error::from(ErrorKind::InvalidData)),
            command => match field.carry(command) {
                Carried::Answer { bytes, after } => {
                    thread::sleep(after);
                    send(line, &bytes)?;
                }
                Carried::Pulled(bytes) => {
                    if !bytes.is_empty() {
                        line.write_all(&frame(&bytes)?)?;
                    }
                    return Ok(());
                }
            },
        }
    }
}

fn receive(line: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    line.read_exact(&mut length)?;
    let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
    line.read_exact(&mut message)?;
    Ok(message)
}

fn frame(message: &[u8]) -> io::Result<Vec<u8>> {
    let length = u16::try_from(message.len()).map_err(|_| ErrorKind::InvalidInput)?;
    Ok([&length.to_be_bytes()[..], message].concat())
}

fn send(line: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    line.write_all(&frame(message)?)
}
