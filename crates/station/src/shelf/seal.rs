//! Sealing and unsealing one photo.

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use bytes::Bytes;
use wire::sealed_photo::{Label, MARK, NONCE_BYTES, plaintext, split, split_plaintext};

use super::ShelfError;
use crate::vault::{SessionKey, VaultError};

/// A photo in the clear.
#[derive(Debug)]
pub(crate) struct Unsealed {
    pub(crate) label: Label,
    pub(crate) file: Bytes,
}

/// What a sealed photo holds, if it was sealed with `key` for `data`.
pub(super) fn open(sealed: &[u8], key: &SessionKey, data: &[u8]) -> Option<Unsealed> {
    let parts = split(sealed)?;
    let cipher = Aes256Gcm::new((&**key).into());
    let payload = Payload {
        msg: parts.ciphertext,
        aad: data,
    };
    let plaintext = Bytes::from(cipher.decrypt(parts.nonce.into(), payload).ok()?);
    let (label, file) = split_plaintext(&plaintext)?;
    let file = plaintext.slice_ref(file);
    Some(Unsealed { label, file })
}

/// A photo sealed with `key` for `data`, under a nonce that was never used before.
pub(super) fn seal(
    label: &Label,
    file: &[u8],
    key: &SessionKey,
    data: &[u8],
) -> Result<Vec<u8>, ShelfError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(VaultError::from)?;
    let payload = Payload {
        msg: &plaintext(label, file),
        aad: data,
    };
    let ciphertext = Aes256Gcm::new((&**key).into())
        .encrypt((&nonce).into(), payload)
        .map_err(|_| ShelfError::NotOurs)?;
    Ok([MARK.as_slice(), &nonce, &ciphertext].concat())
}

#[cfg(test)]
mod tests {
    use order::{PhotoId, SessionId};
    use serde_json::Value;
    use wire::sealed_photo::associated_data;

    use super::*;

    /// A photo as the phone page's own tests seal it.
    fn vector() -> Value {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../ui/shared/testdata/sealed-photo.json"
        );
        let text = std::fs::read_to_string(path).expect("the phone page's vector");
        serde_json::from_str(&text).expect("JSON")
    }

    fn hex(text: &Value) -> Vec<u8> {
        let digits = text.as_str().expect("hex digits").as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16).expect("a hex digit");
        let byte = |pair: &[u8]| u8::try_from(digit(pair[0]) * 16 + digit(pair[1]));
        digits
            .chunks(2)
            .map(|pair| byte(pair).expect("two digits"))
            .collect()
    }

    #[test]
    fn what_a_browser_sealed_is_opened_for_its_own_visit_only() {
        let vector = vector();
        let sealed = hex(&vector["sealed"]);
        let key: [u8; 32] = hex(&vector["key"]).try_into().expect("32 bytes");
        let key = SessionKey::new(key);
        let session = SessionId::parse(vector["session"].as_str().expect("text")).expect("an id");
        let photo = PhotoId::parse(vector["photo"].as_str().expect("text")).expect("an id");

        let opened = open(&sealed, &key, &associated_data(&session, &photo)).expect("ours");
        assert_eq!(
            opened.file,
            hex(&vector["file"]),
            "the file's own bytes come out"
        );
        assert_eq!(
            opened.label.name, vector["label"]["name"],
            "with the name it was given"
        );

        let other = PhotoId::parse("photo-of-somebody").expect("an id");
        assert!(
            open(&sealed, &key, &associated_data(&session, &other)).is_none(),
            "a server cannot swap two photos"
        );
        let wrong = SessionKey::new([0; 32]);
        assert!(
            open(&sealed, &wrong, &associated_data(&session, &photo)).is_none(),
            "another visit's key opens nothing"
        );
    }

    #[test]
    fn what_the_kiosk_sealed_it_can_unseal() {
        let key = SessionKey::new([7; 32]);
        let label = Label {
            name: "IMG_1.HEIC".to_owned(),
            media_type: String::new(),
        };
        let sealed = seal(&label, b"a picture", &key, b"for them").expect("sealed");
        let opened = open(&sealed, &key, b"for them").expect("its own");
        assert_eq!(
            (opened.label, opened.file.as_ref()),
            (label, b"a picture".as_slice()),
            "nothing is lost on the way"
        );
        assert!(
            !sealed.windows(9).any(|window| window == b"a picture"),
            "and nothing is readable meanwhile"
        );
    }
}
