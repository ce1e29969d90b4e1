//! How many pictures of one size fit on paper, and where.

use super::arrange::Spot;

/// Equal pictures in columns and rows around the middle of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    within: Spot,
    picture: (u32, u32),
    gap: u32,
    columns: u32,
    rows: u32,
}

impl Grid {
    /// As many as fit into `within`, all the same way round.
    pub(super) fn fitting(within: Spot, picture: (u32, u32), gap: u32) -> Self {
        let fitting = |room: u32, side: u32| room.saturating_add(gap) / side.saturating_add(gap);
        Self {
            within,
            picture,
            gap,
            columns: fitting(within.width_px, picture.0),
            rows: fitting(within.height_px, picture.1),
        }
    }

    /// So many columns and rows, which fit into `within`.
    pub(super) const fn of(
        within: Spot,
        picture: (u32, u32),
        gap: u32,
        (columns, rows): (u32, u32),
    ) -> Self {
        Self {
            within,
            picture,
            gap,
            columns,
            rows,
        }
    }

    pub(super) const fn count(&self) -> u32 {
        self.columns * self.rows
    }

    /// Row by row from the top, each from the left.
    pub(super) fn spots(self) -> impl Iterator<Item = Spot> {
        let (width_px, height_px) = self.picture;
        let first = move |start: u32, room: u32, side: u32, count: u32| {
            start + (room - (count * (side + self.gap) - self.gap)) / 2
        };
        (0..self.count()).map(move |index| {
            let (column, row) = (index % self.columns, index / self.columns);
            let Spot {
                left_px, top_px, ..
            } = self.within;
            let left = first(left_px, self.within.width_px, width_px, self.columns);
            let top = first(top_px, self.within.height_px, height_px, self.rows);
            Spot {
                left_px: left + column * (width_px + self.gap),
                top_px: top + row * (height_px + self.gap),
                width_px,
                height_px,
            }
        })
    }
}
