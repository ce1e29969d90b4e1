//! Pictures of different sizes on one sheet: placed on shelves, as books are, the tall ones first.

use super::arrange::Spot;

/// Which way round the pictures lie.
#[derive(Clone, Copy)]
enum Posture {
    AsGiven,
    Lying,
    Standing,
}

/// A box for each size, in the order of `sizes`, with `gap` between them; `None` if they do not
/// fit in any posture.
pub(super) fn place(within: Spot, sizes: &[(u32, u32)], gap: u32) -> Option<Vec<Spot>> {
    [Posture::AsGiven, Posture::Lying, Posture::Standing]
        .into_iter()
        .find_map(|posture| {
            let sizes: Vec<(u32, u32)> = sizes.iter().map(|size| posture.of(*size)).collect();
            on_shelves(within, &sizes, gap)
        })
}

fn on_shelves(within: Spot, sizes: &[(u32, u32)], gap: u32) -> Option<Vec<Spot>> {
    let mut tall_first: Vec<usize> = (0..sizes.len()).collect();
    tall_first.sort_by_key(|index| std::cmp::Reverse((sizes[*index].1, sizes[*index].0)));

    let mut spots = vec![within; sizes.len()];
    let (mut left_px, mut top_px, mut shelf_px) = (within.left_px, within.top_px, 0);
    for index in tall_first {
        let (width_px, height_px) = sizes[index];
        if width_px > within.width_px || height_px > within.height_px {
            return None;
        }
        if left_px > within.right_px() - width_px {
            left_px = within.left_px;
            top_px = (top_px + shelf_px).saturating_add(gap);
            shelf_px = 0;
        }
        if top_px > within.bottom_px() - height_px {
            return None;
        }
        spots[index] = Spot {
            left_px,
            top_px,
            width_px,
            height_px,
        };
        left_px = (left_px + width_px).saturating_add(gap);
        shelf_px = shelf_px.max(height_px);
    }
    Some(spots)
}

impl Posture {
    fn of(self, (width, height): (u32, u32)) -> (u32, u32) {
        match self {
            Self::AsGiven => (width, height),
            Self::Lying => (width.max(height), width.min(height)),
            Self::Standing => (width.min(height), width.max(height)),
        }
    }
}
