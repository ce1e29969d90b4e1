//! Sizes, copies and crops: what a customer changes before paying.

use order::line::MOST_COPIES;
use order::recipe::Fit;
use order::{PhotoId, PrintSize, Recipe};

use super::visit::{Page, PhotoState, Visit};

impl Visit {
    pub(super) fn toggle(&mut self, photo: &PhotoId) {
        if let Some(photo) = self.photo_mut(photo)
            && matches!(photo.state, PhotoState::Ready { .. })
        {
            photo.chosen = !photo.chosen;
        }
    }

    pub(super) fn choose_all(&mut self, chosen: bool) {
        for photo in &mut self.photos {
            if matches!(photo.state, PhotoState::Ready { .. }) {
                photo.chosen = chosen;
            }
        }
    }

    pub(super) fn set_size_of_all(&mut self, size: PrintSize) {
        let photos: Vec<PhotoId> = self.drafts.keys().cloned().collect();
        for photo in photos {
            self.set_size(&photo, size);
        }
    }

    /// A crop has the shape of its print, so another size is cut anew.
    pub(super) fn set_size(&mut self, photo: &PhotoId, size: PrintSize) {
        let pixels = self.pixels(photo);
        let (Some(draft), Some(pixels)) = (self.drafts.get_mut(photo), pixels) else {
            return;
        };
        if draft.size != size {
            draft.size = size;
            draft.recipe = draft.recipe.cut_anew(pixels, size);
        }
    }

    pub(super) fn set_copies(&mut self, photo: &PhotoId, copies: u32) {
        if let Some(draft) = self.drafts.get_mut(photo) {
            draft.copies = copies.clamp(1, MOST_COPIES);
        }
    }

    pub(super) fn rotate(&mut self) {
        self.edit(|recipe, pixels, size| recipe.turned(pixels, size));
    }

    pub(super) fn reset_recipe(&mut self) {
        self.edit(|_, pixels, size| Recipe::cover(pixels, size));
    }

    /// Takes the recipe if it can be followed and shows the photo in the shape of the print; the
    /// screen only offers such recipes.
    pub(super) fn set_recipe(&mut self, wanted: Recipe) {
        self.edit(|recipe, pixels, size| {
            let turned = wanted.quarter_turns.turned(pixels);
            let usable = wanted.check().is_ok()
                && match wanted.fit {
                    Fit::Fill => {
                        has_shape(wanted, turned, size)
                            && wanted.crop.lies_within_tilt(wanted.straighten, turned)
                    }
                    Fit::Whole => true,
                };
            if usable { wanted } else { recipe }
        });
    }

    fn edit(&mut self, change: impl Fn(Recipe, (u32, u32), PrintSize) -> Recipe) {
        let Page::Edit(photo) = self.page.clone() else {
            return;
        };
        let pixels = self.pixels(&photo);
        if let (Some(draft), Some(pixels)) = (self.drafts.get_mut(&photo), pixels) {
            draft.recipe = change(draft.recipe, pixels, draft.size);
        }
    }
}

/// Whether the crop has the print's shape within one per cent, which rendering evens out.
fn has_shape(recipe: Recipe, turned: (u32, u32), size: PrintSize) -> bool {
    let crop = recipe.crop;
    let orientation = crop.orientation(turned);
    let (aspect_width, aspect_height) = size.picture_aspect(orientation, recipe.border_mm);
    let across = u128::from(crop.width) * u128::from(turned.0) * u128::from(aspect_height);
    let down = u128::from(crop.height) * u128::from(turned.1) * u128::from(aspect_width);
    across.abs_diff(down) * 100 <= down
}
