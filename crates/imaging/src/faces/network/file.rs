//! A network's file: see `xtask/models/tflite_to_network.py`, which writes it.

use super::layer::{
    Activation, Convolution, Depthwise, Enlargement, Grid, LANES, Layer, Padding, Window,
};
use super::{Network, NetworkError, Step};

/// No side, count or number of a network is larger; a larger one is nonsense.
const MOST: usize = 1 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<Network, NetworkError> {
    let body = bytes
        .strip_prefix(b"NETWORK1")
        .ok_or(NetworkError::Foreign)?;
    let mut reader = Reader { rest: body };
    let values = reader.number()?;
    let input = [reader.number()?, reader.number()?, reader.number()?];
    let mut shapes = vec![None; values];
    *shapes.first_mut().ok_or(NetworkError::Length)? = Some(input);
    let count = reader.number()?;
    let mut steps = Vec::new();
    for layer in 0..count {
        let step = reader.step()?;
        let shape_of = |value: usize| shapes.get(value).copied().flatten();
        let fits = shape_of(step.reads)
            .filter(|&shape| {
                step.also_reads
                    .is_none_or(|also| also != step.reads && shape_of(also) == Some(shape))
            })
            .and_then(|shape| step.layer.shape(shape));
        let slot = shapes.get_mut(step.writes);
        match (fits, slot) {
            (Some(shape), Some(slot)) if slot.is_none() => *slot = Some(shape),
            _ => return Err(NetworkError::Layer { layer }),
        }
        steps.push(step);
    }
    let outputs = (0..reader.number()?)
        .map(|_| reader.number())
        .collect::<Result<Vec<_>, _>>()?;
    let known = |output: &usize| shapes.get(*output).is_some_and(Option::is_some);
    if !reader.rest.is_empty() || !outputs.iter().all(known) {
        return Err(NetworkError::Length);
    }
    note_last_reads(&mut steps, &outputs);
    Ok(Network {
        input,
        values,
        steps,
        outputs,
    })
}

/// Tells each step which values nobody reads after it.
fn note_last_reads(steps: &mut [Step], outputs: &[usize]) {
    let mut read_later = outputs.to_vec();
    for step in steps.iter_mut().rev() {
        for value in [Some(step.reads), step.also_reads].into_iter().flatten() {
            if !read_later.contains(&value) {
                read_later.push(value);
                step.done.push(value);
            }
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn take(&mut self, length: usize) -> Result<&[u8], NetworkError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(NetworkError::Length)?;
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<usize, NetworkError> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.take(4)?);
        usize::try_from(u32::from_le_bytes(bytes))
            .ok()
            .filter(|&number| number <= MOST)
            .ok_or(NetworkError::Length)
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, NetworkError> {
        let bytes = self.take(count * 4)?;
        let (floats, _) = bytes.as_chunks();
        Ok(floats.iter().copied().map(f32::from_le_bytes).collect())
    }

    fn halves(&mut self, count: usize) -> Result<Vec<f32>, NetworkError> {
        let bytes = self.take(count * 2)?;
        let (halves, _) = bytes.as_chunks();
        let widened = |&half: &[u8; 2]| widen(u16::from_le_bytes(half));
        Ok(halves.iter().map(widened).collect())
    }

    fn window(&mut self) -> Result<Window, NetworkError> {
        Ok(Window {
            height: self.number()?,
            width: self.number()?,
            rows_a_step: self.number()?.max(1),
            columns_a_step: self.number()?.max(1),
            above: self.number()?,
            left: self.number()?,
            below: self.number()?,
            right: self.number()?,
        })
    }

    fn activation(&mut self) -> Result<Activation, NetworkError> {
        match self.number()? {
            0 => Ok(Activation::None),
            1 => Ok(Activation::Relu),
            _ => Err(NetworkError::Length),
        }
    }

    /// How many weights, if that can be a number of weights at all.
    fn product(numbers: [usize; 4]) -> Result<usize, NetworkError> {
        numbers
            .iter()
            .try_fold(1_usize, |product, &number| product.checked_mul(number))
            .filter(|&product| product <= MOST)
            .ok_or(NetworkError::Length)
    }

    fn step(&mut self) -> Result<Step, NetworkError> {
        let kind = self.number()?;
        let (reads, writes) = (self.number()?, self.number()?);
        let mut also_reads = None;
        let layer = match kind {
            0 | 1 => {
                let window = self.window()?;
                let (channels, outputs) = (self.number()?, self.number()?);
                let activation = self.activation()?;
                if kind == 0 {
                    let count = [window.height, window.width, channels, outputs];
                    let weights = self.halves(Self::product(count)?)?;
                    let mut offsets = self.floats(outputs)?;
                    offsets.resize(outputs.next_multiple_of(LANES), 0.0);
                    Layer::Convolution(Convolution {
                        window,
                        channels,
                        outputs,
                        activation,
                        panels: Convolution::panels(&weights, outputs),
                        offsets,
                    })
                } else if channels == outputs {
                    let count = [window.height, window.width, channels, 1];
                    Layer::Depthwise(Depthwise {
                        window,
                        activation,
                        weights: self.halves(Self::product(count)?)?,
                        offsets: self.floats(outputs)?,
                    })
                } else {
                    return Err(NetworkError::Length);
                }
            }
            2 => {
                let channels = self.number()?;
                Layer::Prelu {
                    slopes: self.floats(channels)?,
                }
            }
            3 => {
                also_reads = Some(self.number()?);
                Layer::Addition(self.activation()?)
            }
            4 => Layer::MaximumPool(self.window()?),
            5 => Layer::Padding(Padding {
                above: self.number()?,
                left: self.number()?,
                below: self.number()?,
                right: self.number()?,
                behind: self.number()?,
            }),
            6 => Layer::Enlargement(Enlargement {
                times: self.number()?,
                grid: match self.number()? {
                    0 => Grid::Corners,
                    1 => Grid::Middles,
                    _ => return Err(NetworkError::Length),
                },
            }),
            _ => return Err(NetworkError::Length),
        };
        Ok(Step {
            reads,
            also_reads,
            writes,
            layer,
            done: Vec::new(),
        })
    }
}

/// An IEEE 754 half-precision number, exactly.
fn widen(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let exponent = u32::from(half >> 10 & 0x1f);
    let fraction = u32::from(half & 0x3ff);
    match exponent {
        // Zero and the numbers too small for an exponent: a count of 2^-24.
        0 => f32::from_bits(sign | (fraction as f32 * 2_f32.powi(-24)).to_bits()),
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::widen;

    #[test]
    fn half_precision_numbers_keep_their_value() {
        let examples = [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7bff, 65_504.0),
            (0x0001, 5.960_464_5e-8),
            (0x83ff, -6.097_555e-5),
        ];
        for (half, value) in examples {
            assert_eq!(widen(half), value, "{half:#06x} by IEEE 754");
        }
    }
}
