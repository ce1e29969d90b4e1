//! What RSA costs on this machine, with the library and the key size that payments use.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use serde_json::{Value, json};

/// As long as what is signed for a payment.
const MESSAGE: [u8; 600] = [42; 600];

/// How often each is done. The best of five turns counts: whoever disturbs makes it longer.
const ROUNDS: u32 = 100;

pub(crate) fn measure(file: &Path) -> anyhow::Result<Value> {
    let pem = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let text: String = pem
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let der = STANDARD
        .decode(text)
        .context("reading the merchant's key")?;
    let key = KeyPair::from_pkcs8(&der).map_err(|error| anyhow!("the merchant's key: {error}"))?;
    let mut signature = vec![0; key.public().modulus_len()];
    let sign = |signature: &mut [u8]| {
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &MESSAGE, signature)
            .map_err(|_| anyhow!("it does not sign"))
    };
    let sign_us = best(|| sign(&mut signature))?;
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref());
    let verify_us = best(|| {
        public
            .verify(&MESSAGE, &signature)
            .map_err(|_| anyhow!("it does not verify"))
    })?;
    Ok(json!({ "sign_us": sign_us, "verify_us": verify_us }))
}

fn best(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let began = Instant::now();
        for _ in 0..ROUNDS {
            work()?;
        }
        best = best.min(began.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS));
    }
    Ok(best)
}
