//! The chips' arithmetic: triple DES as JR/T 0025 uses it.

use des::cipher::{BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};

/// A chip's key. Play money, so it is neither masked nor wiped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// One block under the key.
    pub(super) fn block(&self, plain: [u8; 8]) -> [u8; 8] {
        let mut block = plain.into();
        TdesEde2::new(&self.0.into()).encrypt_block(&mut block);
        block.into()
    }

    /// The key of what `serial` names.
    pub fn of(&self, serial: [u8; 8]) -> Self {
        let left = self.block(serial);
        let right = self.block(serial.map(|byte| byte ^ 0xFF));
        let mut key = [0; 16];
        key[..8].copy_from_slice(&left);
        key[8..].copy_from_slice(&right);
        Self(key)
    }

    /// Both halves laid over each other.
    pub(super) fn fold(&self) -> [u8; 8] {
        std::array::from_fn(|index| self.0[index] ^ self.0[index + 8])
    }
}

/// Four bytes over a text, by a key of eight.
pub(super) fn mac(key: [u8; 8], text: &[u8]) -> [u8; 4] {
    let des = Des::new(&key.into());
    let mut chain = [0u8; 8];
    let mut rest = [text, &[0x80]].concat();
    while !rest.len().is_multiple_of(8) {
        rest.push(0);
    }
    for block in rest.chunks(8) {
        let mixed: [u8; 8] = std::array::from_fn(|index| chain[index] ^ block[index]);
        let mut block = mixed.into();
        des.encrypt_block(&mut block);
        chain = block.into();
    }
    [chain[0], chain[1], chain[2], chain[3]]
}

/// The key of one purchase.
pub(super) fn session(key: &Key, dice: [u8; 4], card: u16, terminal: u32) -> [u8; 8] {
    let [a, b, c, d] = dice;
    let [e, f] = card.to_be_bytes();
    let [_, _, g, h] = terminal.to_be_bytes();
    key.block([a, b, c, d, e, f, g, h])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example that circulates with JR/T 0025.
    #[test]
    fn the_published_purchase_is_reproduced() {
        let key = Key(0x11223344556677888877665544332211_u128.to_be_bytes());
        let session = session(&key, [0x11, 0x22, 0x33, 0x44], 0, 1);
        assert_eq!(
            session,
            0x003238ABC57659DD_u64.to_be_bytes(),
            "the session key of the example"
        );
        assert_eq!(
            mac(session, &[0, 0, 0x10, 0]),
            [0x56, 0x98, 0x8A, 0x13],
            "MAC2 of the example"
        );
    }
}
