//! Who is asking: HTTP Message Signatures (RFC 9421) with Ed25519 device keys, and a digest of
//! the body (RFC 9530).
//!
//! Covered are `@method`, `@path`, `@query` and `content-digest`, with `created`, `keyid` (the
//! kiosk's id), `nonce` and `alg`. The host is not covered: a kiosk may reach its dashboard under
//! more than one name. A verifier takes a signature only within [`FRESH_S`] seconds and a nonce
//! only once (remembering nonces is the server's part).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use httpsig::prelude::message_component::{HttpMessageComponent, HttpMessageComponentId};
use httpsig::prelude::{
    AlgorithmName, HttpSigError, HttpSignatureBase, HttpSignatureHeaders, HttpSignatureParams,
    PublicKey, SecretKey,
};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// How old or how far ahead a signature may be, in seconds.
pub const FRESH_S: u64 = 300;

/// The label of our signature among others.
const LABEL: &str = "minilab";

const COVERED: [&str; 4] = ["@method", "@path", "@query", "content-digest"];

/// The part of a request that is signed.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// `GET`, `PUT`, ... in capitals.
    pub method: &'a str,
    /// The path as sent, percent-encoding included.
    pub path: &'a str,
    /// The query as sent, without the question mark; empty when there is none.
    pub query: &'a str,
    /// The body's bytes.
    pub body: &'a [u8],
}

/// What a signer adds.
#[derive(Clone, Copy, Debug)]
pub struct Signing<'a> {
    /// The kiosk's id.
    pub key_id: &'a str,
    /// Seconds since 1970, UTC.
    pub created_s: u64,
    /// At least 128 random bits as text, never used twice.
    pub nonce: &'a str,
}

/// The three headers of a signed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureHeaders {
    /// `Content-Digest`.
    pub content_digest: String,
    /// `Signature-Input`.
    pub signature_input: String,
    /// `Signature`.
    pub signature: String,
}

/// A signature that was read but not yet checked: it says whose key to fetch.
#[derive(Debug)]
pub struct Claim {
    /// The kiosk's id, by the sender's word.
    pub key_id: String,
    /// The nonce.
    pub nonce: String,
    headers: HttpSignatureHeaders,
}

/// Why a request is not believed.
#[derive(Debug, Error)]
pub enum SignatureRefused {
    /// Headers are missing or malformed.
    #[error("the request is not signed as it should be: {0}")]
    Malformed(&'static str),
    /// The signature does not cover what it must.
    #[error("the signature must cover {COVERED:?} with created, keyid and nonce")]
    NotCovered,
    /// Made too long ago or too far ahead.
    #[error(
        "the signature is {age_s} seconds old; at most {FRESH_S} are allowed (is the clock right?)"
    )]
    Stale {
        /// Seconds since it was made; negative when it lies ahead.
        age_s: i64,
    },
    /// The body is not the one that was signed.
    #[error("the body does not match its digest")]
    Digest,
    /// The signature is wrong.
    #[error("the signature does not match")]
    Wrong,
}

/// Signs `request` with a device key (32-byte Ed25519 seed).
pub fn sign(
    request: Request<'_>,
    signing: Signing<'_>,
    seed: &[u8; 32],
) -> Result<SignatureHeaders, HttpSigError> {
    let content_digest = digest(request.body);
    let components = components(request, &content_digest)?;
    let ids: Vec<HttpMessageComponentId> = components.iter().map(|part| part.id.clone()).collect();
    let mut params = HttpSignatureParams::try_new(&ids)?;
    params
        .set_created(signing.created_s)
        .set_keyid(signing.key_id)
        .set_nonce(signing.nonce)
        .set_alg(&AlgorithmName::Ed25519);
    let base = HttpSignatureBase::try_new(&components, &params)?;
    let key = SecretKey::from_bytes(&AlgorithmName::Ed25519, seed)?;
    let headers = base.build_signature_headers(&key, Some(LABEL))?;
    Ok(SignatureHeaders {
        content_digest,
        signature_input: headers.signature_input_header_value(),
        signature: headers.signature_header_value(),
    })
}

/// Reads the signature of a request, so that the caller can fetch the key it names.
pub fn read(headers: &SignatureHeaders) -> Result<Claim, SignatureRefused> {
    let mut found = HttpSignatureHeaders::try_parse(&headers.signature, &headers.signature_input)
        .map_err(|_| SignatureRefused::Malformed("Signature or Signature-Input"))?;
    let ours = found
        .swap_remove(LABEL)
        .ok_or(SignatureRefused::Malformed("no signature labelled minilab"))?;
    let params = ours.signature_params();
    let covered: Vec<String> = params
        .covered_components
        .iter()
        .map(|id| id.to_string())
        .collect();
    let all_covered = COVERED
        .iter()
        .all(|part| covered.iter().any(|id| id == &format!("\"{part}\"")));
    let (Some(key_id), Some(nonce), true) =
        (params.keyid.clone(), params.nonce.clone(), all_covered)
    else {
        return Err(SignatureRefused::NotCovered);
    };
    Ok(Claim {
        key_id,
        nonce,
        headers: ours,
    })
}

impl Claim {
    /// Whether `request` really is from the holder of `public_key`, at the moment `now_s`.
    pub fn verify(
        &self,
        request: Request<'_>,
        content_digest: &str,
        public_key: &[u8; 32],
        now_s: u64,
    ) -> Result<(), SignatureRefused> {
        let params = self.headers.signature_params();
        let created = params.created.ok_or(SignatureRefused::NotCovered)?;
        if now_s.abs_diff(created) > FRESH_S {
            let age_s = now_s.cast_signed().saturating_sub(created.cast_signed());
            return Err(SignatureRefused::Stale { age_s });
        }
        if content_digest != digest(request.body) {
            return Err(SignatureRefused::Digest);
        }
        // Rebuilt from the request itself, in the order that the signer chose.
        let ours = components(request, content_digest).map_err(|_| SignatureRefused::Wrong)?;
        let ordered: Vec<HttpMessageComponent> = params
            .covered_components
            .iter()
            .filter_map(|id| ours.iter().find(|part| part.id == *id).cloned())
            .collect();
        let base =
            HttpSignatureBase::try_new(&ordered, params).map_err(|_| SignatureRefused::Wrong)?;
        let key = PublicKey::from_bytes(&AlgorithmName::Ed25519, public_key)
            .map_err(|_| SignatureRefused::Wrong)?;
        base.verify_signature_headers(&key, &self.headers)
            .map_err(|_| SignatureRefused::Wrong)
    }
}

/// The `Content-Digest` of `body`.
pub fn digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

fn components(
    request: Request<'_>,
    content_digest: &str,
) -> Result<Vec<HttpMessageComponent>, HttpSigError> {
    let values = [
        request.method.to_owned(),
        request.path.to_owned(),
        format!("?{}", request.query),
        content_digest.to_owned(),
    ];
    COVERED
        .into_iter()
        .zip(values)
        .map(|(name, value)| {
            let id = HttpMessageComponentId::try_from(name)?;
            HttpMessageComponent::try_from((&id, [value].as_slice()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: [u8; 32] = [9; 32];
    const NOW: u64 = 1_800_000_000;

    fn request(body: &[u8]) -> Request<'_> {
        Request {
            method: "PUT",
            path: "/api/v1/kiosk/sessions/abc",
            query: "after=3",
            body,
        }
    }

    fn public_key() -> [u8; 32] {
        ed25519_dalek::SigningKey::from_bytes(&SEED)
            .verifying_key()
            .to_bytes()
    }

    fn signed(body: &[u8]) -> SignatureHeaders {
        let signing = Signing {
            key_id: "kiosk-1",
            created_s: NOW,
            nonce: "a-nonce",
        };
        sign(request(body), signing, &SEED).expect("signs")
    }

    #[test]
    fn a_signed_request_is_believed_and_says_who_asks() {
        let headers = signed(b"{}");
        let claim = read(&headers).expect("well formed");
        assert_eq!(
            (claim.key_id.as_str(), claim.nonce.as_str()),
            ("kiosk-1", "a-nonce")
        );
        claim
            .verify(
                request(b"{}"),
                &headers.content_digest,
                &public_key(),
                NOW + 5,
            )
            .expect("genuine");
    }

    #[test]
    fn whatever_is_changed_the_request_is_not_believed() {
        let headers = signed(b"{}");
        let claim = read(&headers).expect("well formed");
        let digest_of = |body| digest(body);
        let honest = request(b"{}");
        let cases = [
            (
                "another method",
                Request {
                    method: "GET",
                    ..honest
                },
                digest_of(b"{}"),
                NOW,
            ),
            (
                "another path",
                Request {
                    path: "/api/v1/kiosk/facts",
                    ..honest
                },
                digest_of(b"{}"),
                NOW,
            ),
            (
                "another query",
                Request {
                    query: "after=4",
                    ..honest
                },
                digest_of(b"{}"),
                NOW,
            ),
            ("another body", request(b"{1}"), digest_of(b"{1}"), NOW),
            (
                "a body under the old digest",
                request(b"{1}"),
                digest_of(b"{}"),
                NOW,
            ),
            (
                "an old signature",
                honest,
                digest_of(b"{}"),
                NOW + FRESH_S + 1,
            ),
        ];
        for (what, request, digest, now) in cases {
            assert!(
                claim.verify(request, &digest, &public_key(), now).is_err(),
                "{what} must be refused"
            );
        }
        assert!(
            claim.verify(honest, &digest(b"{}"), &[3; 32], NOW).is_err(),
            "another key must be refused"
        );
    }

    #[test]
    fn a_signature_that_does_not_cover_the_body_is_refused() {
        let mut headers = signed(b"{}");
        headers.signature_input = headers.signature_input.replace(" \"content-digest\"", "");
        assert!(matches!(read(&headers), Err(SignatureRefused::NotCovered)));
    }
}
