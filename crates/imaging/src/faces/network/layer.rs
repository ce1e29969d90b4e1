//! The kinds of layers, with their weights.

/// How many output channels are computed side by side: two registers of eight.
pub(super) const LANES: usize = 16;

/// A window that slides over a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) height: usize,
    pub(super) width: usize,
    pub(super) rows_a_step: usize,
    pub(super) columns_a_step: usize,
    pub(super) above: usize,
    pub(super) left: usize,
    pub(super) below: usize,
    pub(super) right: usize,
}

impl Window {
    /// How many places the window has on a picture, along one side.
    fn places(size: usize, before: usize, after: usize, window: usize, step: usize) -> usize {
        (size + before + after)
            .checked_sub(window)
            .map_or(0, |room| room / step + 1)
    }

    /// Rows and columns of what comes out for a picture of that many.
    pub(super) fn covers(&self, height: usize, width: usize) -> (usize, usize) {
        (
            Self::places(
                height,
                self.above,
                self.below,
                self.height,
                self.rows_a_step,
            ),
            Self::places(
                width,
                self.left,
                self.right,
                self.width,
                self.columns_a_step,
            ),
        )
    }

    /// The places of the window at an output pixel that lie on the picture: their number in the
    /// window, row and column on the picture.
    #[inline(always)]
    pub(super) fn taps(
        self,
        (y, x): (usize, usize),
        (height, width): (usize, usize),
    ) -> impl Iterator<Item = (usize, usize, usize)> {
        let (top, start) = (y * self.rows_a_step, x * self.columns_a_step);
        (0..self.height).flat_map(move |row| {
            (0..self.width).filter_map(move |column| {
                let at_y = (top + row).checked_sub(self.above)?;
                let at_x = (start + column).checked_sub(self.left)?;
                (at_y < height && at_x < width).then_some((row * self.width + column, at_y, at_x))
            })
        })
    }
}

/// What is done to a sum before it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    None,
    /// Nothing below zero.
    Relu,
}

/// A layer.
#[derive(Debug)]
pub(super) enum Layer {
    Convolution(Convolution),
    Depthwise(Depthwise),
    /// What is below zero, times the channel's slope.
    Prelu {
        slopes: Vec<f32>,
    },
    /// One value plus another of the same shape.
    Addition(Activation),
    MaximumPool(Window),
    Padding(Padding),
    Enlargement(Enlargement),
}

/// Every output channel is a weighted sum over a window and all input channels.
#[derive(Debug)]
pub(super) struct Convolution {
    pub(super) window: Window,
    pub(super) channels: usize,
    pub(super) outputs: usize,
    pub(super) activation: Activation,
    /// For each [`LANES`] output channels, for each place of the window and input channel, the
    /// weights of those output channels; zeros fill the last.
    pub(super) panels: Vec<f32>,
    /// One for each output channel, zeros up to whole [`LANES`].
    pub(super) offsets: Vec<f32>,
}

impl Convolution {
    /// How many products a sum has.
    pub(super) const fn depth(&self) -> usize {
        self.window.height * self.window.width * self.channels
    }

    /// Weights in the order place, input channel, output channel, laid out in panels.
    pub(super) fn panels(weights: &[f32], outputs: usize) -> Vec<f32> {
        let depth = weights.len() / outputs.max(1);
        let mut panels = vec![0.0; outputs.div_ceil(LANES) * depth * LANES];
        for (at, &weight) in weights.iter().enumerate() {
            let (product, output) = (at / outputs, at % outputs);
            panels[(output / LANES * depth + product) * LANES + output % LANES] = weight;
        }
        panels
    }
}

/// Every channel is a weighted sum over a window of itself.
#[derive(Debug)]
pub(super) struct Depthwise {
    pub(super) window: Window,
    pub(super) activation: Activation,
    /// For each place of the window, one for each channel.
    pub(super) weights: Vec<f32>,
    /// One for each channel.
    pub(super) offsets: Vec<f32>,
}

/// Zeros around a picture and behind its channels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Padding {
    pub(super) above: usize,
    pub(super) left: usize,
    pub(super) below: usize,
    pub(super) right: usize,
    pub(super) behind: usize,
}

/// A picture made larger, straight lines between its pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Enlargement {
    /// How many times larger, on both sides.
    pub(super) times: usize,
    pub(super) grid: Grid,
}

/// Where a pixel counts as being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grid {
    /// At its left top corner.
    Corners,
    /// In its middle.
    Middles,
}

impl Layer {
    /// The shape that comes out for one that goes in, or `None` if they do not fit.
    pub(super) fn shape(&self, [height, width, channels]: [usize; 3]) -> Option<[usize; 3]> {
        let covered = |window: &Window, channels| {
            let (height, width) = window.covers(height, width);
            [height, width, channels]
        };
        let shape = match self {
            Self::Convolution(layer) => {
                (layer.channels == channels).then(|| covered(&layer.window, layer.outputs))?
            }
            Self::Depthwise(layer) => {
                (layer.offsets.len() == channels).then(|| covered(&layer.window, channels))?
            }
            Self::Prelu { slopes } => {
                (slopes.len() == channels).then_some([height, width, channels])?
            }
            Self::Addition(_) => [height, width, channels],
            Self::MaximumPool(window) => covered(window, channels),
            Self::Padding(padding) => [
                height + padding.above + padding.below,
                width + padding.left + padding.right,
                channels + padding.behind,
            ],
            Self::Enlargement(layer) => [height * layer.times, width * layer.times, channels],
        };
        shape.iter().all(|&side| side > 0).then_some(shape)
    }
}
