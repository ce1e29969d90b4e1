//! A sheet's pixels: what is on it, unsealed and rendered for the paper that is loaded.

use std::sync::PoisonError;

use bytes::Bytes;
use order::index_print::IndexSheet;
use order::machine::{NotPrintedReason, Order, SheetContent};
use order::print_size::Parts;
use order::{OrderLine, PrintSize, Product};
use printing::{MediaReady, Overscan};

use super::deeds::{Rendered, Workshop};
use super::sheets::NotHandedOver;
use crate::ports::{DarkroomError, IndexPhoto, Print};
use crate::shelf::ShelfError;
use crate::view::Hold;

const PHOTO_GONE: NotHandedOver = NotHandedOver::Never(NotPrintedReason::PhotosGone);

impl Workshop {
    /// The sheet as a JPEG. That of the sheet before is used again where it shows the same.
    pub(super) async fn render(
        &self,
        order: &Order,
        content: SheetContent,
        media: &MediaReady,
    ) -> Result<Bytes, NotHandedOver> {
        if let Some(jpeg) = self.rendered_before(order, content, media) {
            return Ok(jpeg);
        }
        let jpeg = match content {
            SheetContent::Photo { line, size } => {
                let line = order.lines.get(line).ok_or(PHOTO_GONE)?;
                self.render_photo(order, line, size, media).await?
            }
            SheetContent::Index(sheet) => self.render_index(order, sheet, media).await?,
        };
        *self.rendered.lock().unwrap_or_else(PoisonError::into_inner) = Some(Rendered {
            order: order.id.clone(),
            content,
            pixels: media.pixels,
            jpeg: jpeg.clone(),
        });
        Ok(jpeg)
    }

    /// The sheet of the latest rendering must not outlive its visit.
    pub(super) fn forget_rendered(&self) {
        *self.rendered.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn render_photo(
        &self,
        order: &Order,
        line: &OrderLine,
        size: PrintSize,
        media: &MediaReady,
    ) -> Result<Bytes, NotHandedOver> {
        let photo = self.unsealed(order, line).await?;
        let print = print_on(media, size.paper(), size.parts());
        let rendered = self.darkroom.render(photo, line.recipe, print).await;
        rendered.map_err(not_rendered)
    }

    /// What the screen showed of the photos is more than large enough; the photos themselves are
    /// needed only if the kiosk was started anew in between.
    async fn render_index(
        &self,
        order: &Order,
        sheet: IndexSheet,
        media: &MediaReady,
    ) -> Result<Bytes, NotHandedOver> {
        let mut photos = Vec::with_capacity(sheet.photos);
        for line in order.lines.iter().skip(sheet.first).take(sheet.photos) {
            let photo = match self.shelf.proof(&line.photo) {
                Some(proof) => proof,
                None => self.unsealed(order, line).await?,
            };
            let recipe = line.recipe;
            photos.push(IndexPhoto { photo, recipe });
        }
        let print = print_on(media, Product::IndexPrint.paper(), Parts::ONE);
        let first = sheet.first_number();
        let rendered = self.darkroom.render_index(photos, first, print).await;
        rendered.map_err(not_rendered)
    }

    async fn unsealed(&self, order: &Order, line: &OrderLine) -> Result<Bytes, NotHandedOver> {
        match self.shelf.unseal(&order.session, &line.photo).await {
            Ok(unsealed) => Ok(unsealed.file),
            Err(ShelfError::Vault(error)) => {
                tracing::warn!(%error, "the keyring does not answer; trying again");
                Err(NotHandedOver::Later(Hold::Paused))
            }
            Err(ShelfError::Disk(_) | ShelfError::KeyGone | ShelfError::NotOurs) => Err(PHOTO_GONE),
        }
    }

    fn rendered_before(
        &self,
        order: &Order,
        content: SheetContent,
        media: &MediaReady,
    ) -> Option<Bytes> {
        let rendered = self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        rendered
            .as_ref()
            .filter(|sheet| {
                sheet.order == order.id && sheet.content == content && sheet.pixels == media.pixels
            })
            .map(|sheet| sheet.jpeg.clone())
    }
}

/// A sheet of `paper` as that medium is printed.
fn print_on(media: &MediaReady, paper: PrintSize, parts: Parts) -> Print {
    Print {
        pixels: media.pixels,
        overscan: Overscan::of(paper, media),
        dpi: u16::try_from(media.dpi).unwrap_or(300),
        parts,
    }
}

fn not_rendered(error: DarkroomError) -> NotHandedOver {
    match error {
        DarkroomError::Refused(_) => PHOTO_GONE,
        DarkroomError::Unavailable(why) => {
            tracing::error!(why, "the darkroom cannot render; trying again");
            NotHandedOver::Later(Hold::Paused)
        }
    }
}
