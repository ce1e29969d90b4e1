//! The arithmetic of the layers.

use super::layer::{
    Activation, Convolution, Depthwise, Enlargement, Grid, LANES, Layer, Padding, Window,
};
use super::tensor::Tensor;

/// How many pixels a convolution works on side by side: with [`LANES`] outputs each they fill
/// twelve of the sixteen registers of AVX2.
const PIXELS: usize = 6;

/// A layer whose input nobody reads again.
pub(super) fn layer_in_place(layer: &Layer, mut read: Tensor, also: Option<&Tensor>) -> Tensor {
    match (layer, also) {
        (Layer::Prelu { slopes }, _) => {
            prelu(&mut read, slopes);
            read
        }
        (Layer::Addition(activation), Some(other)) => {
            add(&mut read, other, *activation);
            read
        }
        _ => self::layer(layer, &read, also),
    }
}

/// What comes out of a layer.
pub(super) fn layer(layer: &Layer, read: &Tensor, also: Option<&Tensor>) -> Tensor {
    match layer {
        Layer::Convolution(layer) => wide(Heavy::Convolution(layer), read),
        Layer::Depthwise(layer) => wide(Heavy::Depthwise(layer), read),
        Layer::Prelu { slopes } => {
            let mut written = read.clone();
            prelu(&mut written, slopes);
            written
        }
        Layer::Addition(activation) => {
            let mut written = read.clone();
            if let Some(other) = also {
                add(&mut written, other, *activation);
            }
            written
        }
        Layer::MaximumPool(window) => maximum_pool(*window, read),
        Layer::Padding(padding) => pad(*padding, read),
        Layer::Enlargement(layer) => enlarge(*layer, read),
    }
}

/// The layers that nearly all time goes to.
#[derive(Clone, Copy)]
enum Heavy<'a> {
    Convolution(&'a Convolution),
    Depthwise(&'a Depthwise),
}

/// Runs a layer with the widest registers of this processor.
#[cfg(target_arch = "x86_64")]
fn wide(layer: Heavy<'_>, read: &Tensor) -> Tensor {
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        #[expect(
            unsafe_code,
            reason = "code for registers that not every processor has"
        )]
        // SAFETY: the processor has both features that the function is compiled for.
        unsafe {
            return eight_wide(layer, read);
        }
    }
    heavy::<Rounded>(layer, read)
}

/// Runs a layer with the registers that every processor of this kind has.
#[cfg(not(target_arch = "x86_64"))]
fn wide(layer: Heavy<'_>, read: &Tensor) -> Tensor {
    heavy::<Fused>(layer, read)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn eight_wide(layer: Heavy<'_>, read: &Tensor) -> Tensor {
    heavy::<Fused>(layer, read)
}

#[inline(always)]
fn heavy<A: Arithmetic>(layer: Heavy<'_>, read: &Tensor) -> Tensor {
    match layer {
        Heavy::Convolution(layer) => convolve::<A>(layer, read),
        Heavy::Depthwise(layer) => depthwise::<A>(layer, read),
    }
}

/// How a product is added to a sum.
trait Arithmetic {
    fn add_product(sum: f32, one: f32, other: f32) -> f32;
}

/// In one instruction.
struct Fused;

impl Arithmetic for Fused {
    #[inline(always)]
    fn add_product(sum: f32, one: f32, other: f32) -> f32 {
        one.mul_add(other, sum)
    }
}

/// In two, where the processor may not have the one.
#[cfg(target_arch = "x86_64")]
struct Rounded;

#[cfg(target_arch = "x86_64")]
impl Arithmetic for Rounded {
    #[inline(always)]
    fn add_product(sum: f32, one: f32, other: f32) -> f32 {
        sum + one * other
    }
}

#[inline(always)]
fn convolve<A: Arithmetic>(layer: &Convolution, read: &Tensor) -> Tensor {
    let (height, width) = layer.window.covers(read.height, read.width);
    let mut written = Tensor::zeros([height, width, layer.outputs]);
    let depth = layer.depth();
    // What the window sees from each of the pixels, interleaved.
    let mut seen = vec![[0.0; PIXELS]; depth];
    // A window of one pixel sees each pixel once, in order.
    let alone = depth == layer.channels && (height, width) == (read.height, read.width);
    for (group, out) in written
        .values
        .chunks_mut(PIXELS * layer.outputs)
        .enumerate()
    {
        let pixels = out.len() / layer.outputs;
        for at in 0..pixels {
            let pixel = group * PIXELS + at;
            if alone {
                let values = &read.values[pixel * layer.channels..][..layer.channels];
                for (slot, &value) in seen.iter_mut().zip(values) {
                    slot[at] = value;
                }
                continue;
            }
            seen.iter_mut().for_each(|products| products[at] = 0.0);
            let place = (pixel / width, pixel % width);
            for (tap, y, x) in layer.window.taps(place, (read.height, read.width)) {
                let slots = &mut seen[tap * layer.channels..][..layer.channels];
                for (slot, &value) in slots.iter_mut().zip(read.pixel(y, x)) {
                    slot[at] = value;
                }
            }
        }
        let panels = layer.panels.chunks_exact(depth * LANES);
        let (offsets, _) = layer.offsets.as_chunks::<LANES>();
        for (number, (panel, offsets)) in panels.zip(offsets).enumerate() {
            let sums = sums::<A>(&seen, panel, offsets);
            let start = number * LANES;
            for (out, sums) in out.chunks_exact_mut(layer.outputs).zip(sums) {
                for (out, sum) in out[start..].iter_mut().zip(sums) {
                    *out = activated(sum, layer.activation);
                }
            }
        }
    }
    written
}

/// Weighted sums of all that is seen, for each pixel and each output of a panel.
#[inline(always)]
fn sums<A: Arithmetic>(
    seen: &[[f32; PIXELS]],
    panel: &[f32],
    offsets: &[f32; LANES],
) -> [[f32; LANES]; PIXELS] {
    let mut sums = [*offsets; PIXELS];
    let (weights, _) = panel.as_chunks::<LANES>();
    for (values, weights) in seen.iter().zip(weights) {
        for pixel in 0..PIXELS {
            for lane in 0..LANES {
                sums[pixel][lane] = A::add_product(sums[pixel][lane], values[pixel], weights[lane]);
            }
        }
    }
    sums
}

#[inline(always)]
fn depthwise<A: Arithmetic>(layer: &Depthwise, read: &Tensor) -> Tensor {
    let (height, width) = layer.window.covers(read.height, read.width);
    let mut written = Tensor::zeros([height, width, read.channels]);
    let mut taps = Vec::new();
    for (at, out) in written.values.chunks_exact_mut(read.channels).enumerate() {
        let channels = read.channels;
        let place = (at / width, at % width);
        // Where the weights and the pixels of the window begin.
        taps.clear();
        taps.extend(
            layer
                .window
                .taps(place, (read.height, read.width))
                .map(|(tap, y, x)| (tap * channels, (y * read.width + x) * channels)),
        );
        out.copy_from_slice(&layer.offsets);
        for &(weights, pixel) in &taps {
            let weights = &layer.weights[weights..][..channels];
            let values = &read.values[pixel..][..channels];
            for ((out, &value), &weight) in out.iter_mut().zip(values).zip(weights) {
                *out = A::add_product(*out, value, weight);
            }
        }
        if layer.activation == Activation::Relu {
            out.iter_mut().for_each(|out| *out = out.max(0.0));
        }
    }
    written
}

#[inline(always)]
fn activated(sum: f32, activation: Activation) -> f32 {
    match activation {
        Activation::None => sum,
        Activation::Relu => sum.max(0.0),
    }
}

fn prelu(tensor: &mut Tensor, slopes: &[f32]) {
    for pixel in tensor.values.chunks_exact_mut(slopes.len()) {
        for (value, &slope) in pixel.iter_mut().zip(slopes) {
            *value = value.max(0.0) + slope * value.min(0.0);
        }
    }
}

fn add(tensor: &mut Tensor, other: &Tensor, activation: Activation) {
    for (value, &more) in tensor.values.iter_mut().zip(&other.values) {
        *value = activated(*value + more, activation);
    }
}

fn maximum_pool(window: Window, read: &Tensor) -> Tensor {
    let (height, width) = window.covers(read.height, read.width);
    let mut written = Tensor::zeros([height, width, read.channels]);
    for (at, out) in written.values.chunks_exact_mut(read.channels).enumerate() {
        out.fill(f32::NEG_INFINITY);
        for (_, y, x) in window.taps((at / width, at % width), (read.height, read.width)) {
            for (out, &value) in out.iter_mut().zip(read.pixel(y, x)) {
                *out = out.max(value);
            }
        }
    }
    written
}

fn pad(padding: Padding, read: &Tensor) -> Tensor {
    let mut written = Tensor::zeros([
        read.height + padding.above + padding.below,
        read.width + padding.left + padding.right,
        read.channels + padding.behind,
    ]);
    for y in 0..read.height {
        for x in 0..read.width {
            let to = (y + padding.above) * written.width + x + padding.left;
            written.values[to * written.channels..][..read.channels]
                .copy_from_slice(read.pixel(y, x));
        }
    }
    written
}

fn enlarge(layer: Enlargement, read: &Tensor) -> Tensor {
    let mut written = Tensor::zeros([
        read.height * layer.times,
        read.width * layer.times,
        read.channels,
    ]);
    let width = written.width;
    let spot = |at: usize, size: usize| {
        let scale = 1.0 / layer.times as f32;
        let exact = match layer.grid {
            Grid::Corners => at as f32 * scale,
            Grid::Middles => ((at as f32 + 0.5) * scale - 0.5).max(0.0),
        };
        let first = (exact as usize).min(size - 1);
        (first, (first + 1).min(size - 1), exact - first as f32)
    };
    for (at, out) in written.values.chunks_exact_mut(read.channels).enumerate() {
        let (top, bottom, down) = spot(at / width, read.height);
        let (left, right, across) = spot(at % width, read.width);
        let above = read.pixel(top, left).iter().zip(read.pixel(top, right));
        let below = read
            .pixel(bottom, left)
            .iter()
            .zip(read.pixel(bottom, right));
        for (out, ((a, b), (c, d))) in out.iter_mut().zip(above.zip(below)) {
            let (above, below) = (a + (b - a) * across, c + (d - c) * across);
            *out = above + (below - above) * down;
        }
    }
    written
}
