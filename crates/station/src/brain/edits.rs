//! Sizes, copies and crops: what a customer changes before paying.

use order::line::MOST_COPIES;
use order::recipe::Fit;
use order::{PhotoId, PrintSize, Recipe};

use super::visit::{Draft, Known, Page, PhotoState, Placing, Visit};

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
        self.change(photo, |draft, reading| {
            if draft.size != size {
                draft.size = size;
                draft.place_anew(reading);
            }
        });
    }

    pub(super) fn set_copies(&mut self, photo: &PhotoId, copies: u32) {
        if let Some(draft) = self.drafts.get_mut(photo) {
            draft.copies = copies.clamp(1, MOST_COPIES);
        }
    }

    pub(super) fn rotate(&mut self) {
        self.edit(|draft, reading| {
            draft.recipe = draft
                .recipe
                .turned(reading.pixels(), draft.size, reading.heads());
        });
    }

    pub(super) fn reset_recipe(&mut self) {
        self.edit(|draft, reading| {
            draft.recipe = Recipe::automatic(reading.pixels(), draft.size, reading.heads());
            draft.placing = Placing::Automatic;
        });
    }

    /// Takes the recipe if it can be followed and shows the photo in the shape of the print; the
    /// screen only offers such recipes.
    pub(super) fn set_recipe(&mut self, wanted: Recipe) {
        self.edit(|draft, reading| draft.take(wanted, reading));
    }

    /// Gives every photo what makes a series look like one: retouching, border and fit.
    pub(super) fn apply_to_all(&mut self, model: &PhotoId) {
        let Some(model) = self.drafts.get(model).map(|draft| draft.recipe) else {
            return;
        };
        let photos: Vec<PhotoId> = self.drafts.keys().cloned().collect();
        for photo in photos {
            self.change(&photo, |draft, reading| {
                let wanted = Recipe {
                    border_mm: model.border_mm,
                    fit: model.fit,
                    ..draft.recipe.retouched(model.retouching())
                };
                draft.take(wanted, reading);
            });
        }
    }

    fn edit(&mut self, change: impl FnOnce(&mut Draft, &Known)) {
        if let Page::Edit(photo) = self.page.clone() {
            self.change(&photo, change);
        }
    }

    fn change(&mut self, photo: &PhotoId, change: impl FnOnce(&mut Draft, &Known)) {
        let reading = self.reading(photo).cloned();
        if let (Some(draft), Some(reading)) = (self.drafts.get_mut(photo), reading) {
            change(draft, &reading);
        }
    }
}

impl Draft {
    /// A photo as it is first shown.
    pub(super) fn new(known: &Known, size: PrintSize) -> Self {
        Self {
            size,
            copies: 1,
            recipe: Recipe::automatic(known.pixels(), size, known.heads()),
            placing: Placing::Automatic,
        }
    }

    /// The heads are known now: what the customer has not placed is placed by them.
    pub(super) fn mind_heads(&mut self, known: &Known) {
        if self.placing == Placing::Automatic {
            self.place_anew(known);
        }
    }

    /// Another shape of print, or of what its border leaves: the crop follows.
    fn place_anew(&mut self, reading: &Known) {
        let (photo, heads) = (reading.pixels(), reading.heads());
        self.recipe = match self.placing {
            Placing::Automatic => self.recipe.placed(photo, self.size, heads),
            Placing::ByHand => self.recipe.cut_anew(photo, self.size, heads),
        };
    }

    fn take(&mut self, wanted: Recipe, reading: &Known) {
        if wanted.check().is_err() {
            return;
        }
        let before = self.recipe;
        if wanted.fit != before.fit {
            self.placing = Placing::ByHand;
            self.recipe = wanted;
            self.place_anew(reading);
        } else if wanted.border_mm != before.border_mm {
            self.recipe = wanted;
            self.place_anew(reading);
        } else if is_shown_whole(wanted, reading, self.size) {
            if wanted != before.retouched(wanted.retouching()) {
                self.placing = Placing::ByHand;
            }
            self.recipe = wanted;
        }
    }
}

/// Whether the crop has the print's shape and shows nothing beside the photo.
fn is_shown_whole(recipe: Recipe, reading: &Known, size: PrintSize) -> bool {
    let turned = recipe.quarter_turns.turned(reading.pixels());
    match recipe.fit {
        Fit::Whole => true,
        Fit::Fill => {
            has_shape(recipe, turned, size)
                && recipe.crop.lies_within_tilt(recipe.straighten, turned)
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
