//! The index print: where it can be had, whether it is in the order, and what a screen shows of it.

use order::machine::{Order, SheetContent};
use order::{IndexPrint, OrderLine, Product, Quote, Timestamp};

use super::Brain;
use super::visit::Visit;
use crate::view::{IndexOffer, SheetView, SmallPhoto};

impl Brain {
    /// What an index of these lines would cost; `None` where it cannot be had.
    pub(super) fn index_offer(
        &self,
        visit: &Visit,
        lines: &[OrderLine],
        now: Timestamp,
    ) -> Option<IndexOffer> {
        let settings = self.settings_in_force(now)?;
        let quote = Quote::of(lines, IndexPrint::With, settings).ok()?;
        let index = quote.line(Product::IndexPrint)?;
        let available = self
            .printer
            .sizes_ready()
            .contains(&Product::IndexPrint.paper());
        Some(IndexOffer {
            ordered: if available {
                visit.index_print
            } else {
                IndexPrint::Without
            },
            sheets: index.sheets,
            amount: index.amount,
            available,
        })
    }

    /// Whether these lines are ordered with an index: it was chosen, and it can be had.
    pub(super) fn index_print(
        &self,
        visit: &Visit,
        lines: &[OrderLine],
        now: Timestamp,
    ) -> IndexPrint {
        self.index_offer(visit, lines, now)
            .map_or(IndexPrint::Without, |offer| offer.ordered)
    }
}

/// What a sheet of an order shows; `None` for a line that the order does not have.
pub(super) fn on_sheet(order: &Order, content: SheetContent) -> Option<SheetView> {
    match content {
        SheetContent::Photo { line, size } => {
            let line = order.lines.get(line)?;
            Some(SheetView::Photo {
                photo: line.photo.clone(),
                recipe: line.recipe,
                size,
            })
        }
        SheetContent::Index(sheet) => {
            let lines = order.lines.iter().skip(sheet.first).take(sheet.photos);
            let photos = lines.map(|line| SmallPhoto {
                photo: line.photo.clone(),
                recipe: line.recipe,
            });
            Some(SheetView::Index {
                photos: photos.collect(),
                first: sheet.first_number(),
            })
        }
    }
}
