//! What stands in a card's open files.

use super::card::{CardIssue, Layout};

/// Binary-coded decimals of a number, right-aligned.
fn bcd<const N: usize>(digits: u128) -> [u8; N] {
    let mut left = digits;
    let mut bytes = [0; N];
    for byte in bytes.iter_mut().rev() {
        let low = (left % 10) as u8;
        let high = (left / 10 % 10) as u8;
        *byte = (high << 4) | low;
        left /= 100;
    }
    bytes
}

/// The file with the number: short identifier and content.
pub(super) fn number_file(issue: &CardIssue) -> (u8, Vec<u8>) {
    match issue.layout {
        Layout::OlderBeijing => {
            let mut file = vec![0; 32];
            file[..8].copy_from_slice(&bcd::<8>(issue.number));
            file[24..28].copy_from_slice(&bcd::<4>(20_150_101));
            file[28..32].copy_from_slice(&bcd::<4>(issue.expires.into()));
            (0x04, file)
        }
        Layout::TUnion => {
            let mut file = vec![0; 30];
            file[..8].copy_from_slice(&issue.issuer);
            file[10..20].copy_from_slice(&bcd::<10>(issue.number));
            file[20..24].copy_from_slice(&bcd::<4>(20_200_101));
            file[24..28].copy_from_slice(&bcd::<4>(issue.expires.into()));
            (0x15, file)
        }
    }
}

/// What the keys are derived by.
pub(super) fn serial(issue: &CardIssue) -> [u8; 8] {
    bcd::<8>(issue.number)
}
