//! The photo under the customer's sliders: its pixels are kept at hand, so that a stroke costs no
//! decoding. What is decoded here is a JPEG of our own making.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use imaging::{EncodeError, Proof};
use order::{PhotoId, Refusal, Retouching};

use crate::opened::PREVIEW_QUALITY;

/// The photo that was shown last.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    at_hand: Mutex<Option<(PhotoId, Arc<Mutex<Proof>>)>>,
}

/// Why a proof could not be shown.
#[derive(Debug)]
pub(crate) enum NoProof {
    /// What was handed in is not a proof.
    Refused(Refusal),
    /// It could not be written as JPEG.
    Encode(EncodeError),
}

impl Proofs {
    /// The photo retouched, as an sRGB JPEG.
    pub(crate) fn show(
        &self,
        photo: &PhotoId,
        jpeg: &Bytes,
        retouching: &Retouching,
        max_side_px: u32,
    ) -> Result<Bytes, NoProof> {
        let proof = self.open(photo, jpeg).map_err(NoProof::Refused)?;
        let picture = proof
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .show(retouching, max_side_px);
        let shown = imaging::encode_preview_jpeg(&picture, PREVIEW_QUALITY);
        Ok(shown.map_err(NoProof::Encode)?.into())
    }

    /// Drops the pixels.
    pub(crate) fn forget(&self) {
        *self.lock() = None;
    }

    fn open(&self, photo: &PhotoId, jpeg: &Bytes) -> Result<Arc<Mutex<Proof>>, Refusal> {
        if let Some((shown, proof)) = &*self.lock()
            && shown == photo
        {
            return Ok(Arc::clone(proof));
        }
        let proof = Arc::new(Mutex::new(Proof::open(jpeg)?));
        *self.lock() = Some((photo.clone(), Arc::clone(&proof)));
        Ok(proof)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(PhotoId, Arc<Mutex<Proof>>)>> {
        self.at_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
