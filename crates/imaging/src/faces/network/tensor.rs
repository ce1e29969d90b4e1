//! Numbers in rows, columns and channels.

/// Rows, columns and channels of numbers; a pixel's channels lie side by side.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::faces) struct Tensor {
    pub(in crate::faces) height: usize,
    pub(in crate::faces) width: usize,
    pub(in crate::faces) channels: usize,
    pub(in crate::faces) values: Vec<f32>,
}

impl Tensor {
    /// All zeros.
    pub(in crate::faces) fn zeros([height, width, channels]: [usize; 3]) -> Self {
        Self {
            height,
            width,
            channels,
            values: vec![0.0; height * width * channels],
        }
    }

    /// Rows, columns, channels.
    pub(in crate::faces) const fn shape(&self) -> [usize; 3] {
        [self.height, self.width, self.channels]
    }

    /// A pixel's channels.
    pub(super) fn pixel(&self, y: usize, x: usize) -> &[f32] {
        let start = (y * self.width + x) * self.channels;
        &self.values[start..start + self.channels]
    }
}
