//! Keys of one and two parts.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{BlockCipherEncrypt, Des, KeyInit, TdesEde2};
use crate::octets::Mac;

/// A key of two parts, 16 bytes, for triple DES. Wiped when dropped; `Debug` is masked.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DoubleKey([u8; 16]);

impl DoubleKey {
    /// From its bytes, left part first.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    pub fn is(&self, other: &Self) -> bool {
        subtle::ConstantTimeEq::ct_eq(&self.0[..], &other.0[..]).into()
    }

    /// One block: encrypted by the left part, decrypted by the right, encrypted by the left.
    pub fn encrypt(&self, block: [u8; 8]) -> [u8; 8] {
        let cipher = TdesEde2::new(&self.0.into());
        let mut block = block.into();
        cipher.encrypt_block(&mut block);
        block.into()
    }

    /// The key of one card (or issuer, or city) below this master: the block encrypted, then its
    /// complement encrypted.
    pub fn derive(&self, by: &[u8; 8]) -> Self {
        let mut key = [0; 16];
        key[..8].copy_from_slice(&self.encrypt(*by));
        key[8..].copy_from_slice(&self.encrypt(by.map(|byte| !byte)));
        Self(key)
    }

    /// Left half XOR right half: how the key of the TAC is made.
    pub fn folded(&self) -> SingleKey {
        let mut key = [0; 8];
        for (byte, (left, right)) in key
            .iter_mut()
            .zip(self.0[..8].iter().zip(self.0[8..].iter()))
        {
            *byte = left ^ right;
        }
        SingleKey(key)
    }
}

impl fmt::Debug for DoubleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DoubleKey(masked)")
    }
}

/// A key of one part, 8 bytes, for single DES. Wiped when dropped; `Debug` is masked.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SingleKey(pub(super) [u8; 8]);

impl SingleKey {
    /// From its bytes.
    pub const fn new(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The four bytes of a MAC: DES in CBC from zero, over the text padded with `80 00..` (always
    /// at least the `80`), the left half of the last block.
    pub fn mac(&self, text: &[u8]) -> Mac {
        let cipher = Des::new(&self.0.into());
        let mut padded = text.to_vec();
        padded.push(0x80);
        padded.resize(padded.len().next_multiple_of(8), 0);
        let mut chain = [0u8; 8];
        for chunk in padded.chunks_exact(8) {
            for (byte, plain) in chain.iter_mut().zip(chunk) {
                *byte ^= plain;
            }
            let mut block = chain.into();
            cipher.encrypt_block(&mut block);
            chain = block.into();
        }
        Mac::new([chain[0], chain[1], chain[2], chain[3]])
    }

    /// Whether the key has these bytes; for vectors.
    pub fn is(&self, bytes: &[u8; 8]) -> bool {
        subtle::ConstantTimeEq::ct_eq(&self.0[..], &bytes[..]).into()
    }
}

impl fmt::Debug for SingleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SingleKey(masked)")
    }
}
