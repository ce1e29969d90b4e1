//! Small convolutional networks, run on one thread without a system call.
//!
//! A worker in the darkroom's jail may neither open a file nor start a thread, and the general
//! runtimes do both (a thread pool of their own, the processor's description below `/proc`). The
//! networks for faces need seven kinds of layers, which fit in this folder: [`file`] reads them,
//! [`layer`] holds them, [`run`] does the arithmetic, in registers of the width that the
//! processor has.

mod file;
mod layer;
mod run;
mod tensor;

pub(super) use tensor::Tensor;

use layer::Layer;

/// Why the bytes of a network were not understood. The networks are part of the program: this is
/// a mistake of whoever built it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// The file does not begin as a network does.
    #[error("the network's file does not begin with NETWORK1")]
    Foreign,
    /// The file ends before the network does, or goes on after it.
    #[error("the network's file has another length than its contents")]
    Length,
    /// A layer is of an unknown kind or does not fit to the values it reads.
    #[error("layer {layer} of the network does not fit")]
    Layer {
        /// Counted from 0.
        layer: usize,
    },
}

/// A network, read and checked: layers in the order in which they run.
#[derive(Debug)]
pub(super) struct Network {
    /// Rows, columns and channels of the picture it reads, which is value 0.
    input: [usize; 3],
    /// How many values there are.
    values: usize,
    steps: Vec<Step>,
    /// The values that are the answer.
    outputs: Vec<usize>,
}

/// A layer and the values it reads and writes.
#[derive(Debug)]
struct Step {
    reads: usize,
    /// A second value, for an addition.
    also_reads: Option<usize>,
    writes: usize,
    layer: Layer,
    /// Values that nobody reads after this step.
    done: Vec<usize>,
}

impl Network {
    /// Reads a network written by `xtask/models/tflite_to_network.py`.
    ///
    /// # Errors
    /// [`NetworkError`] for anything that could not run.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NetworkError> {
        file::read(bytes)
    }

    /// Rows, columns and channels of the picture it reads.
    pub(super) const fn input(&self) -> [usize; 3] {
        self.input
    }

    /// The outputs for one picture. A network of convolutions alone also takes pictures with other
    /// rows and columns than it was trained on, if every step that halves them comes out even. A
    /// picture whose sizes do not fit gives no outputs.
    pub(super) fn run(&self, picture: Tensor) -> Vec<Tensor> {
        if picture.channels != self.input[2] {
            return Vec::new();
        }
        let mut values: Vec<Option<Tensor>> = vec![None; self.values];
        values[0] = Some(picture);
        for step in &self.steps {
            let also = step
                .also_reads
                .and_then(|also| values[also].take().map(|tensor| (also, tensor)));
            let Some(read) = values[step.reads].take() else {
                return Vec::new();
            };
            let fits = also
                .as_ref()
                .is_none_or(|(_, also)| also.shape() == read.shape());
            if !fits || step.layer.shape(read.shape()).is_none() {
                return Vec::new();
            }
            let written = if step.done.contains(&step.reads) {
                run::layer_in_place(&step.layer, read, also.as_ref().map(|(_, tensor)| tensor))
            } else {
                let written = run::layer(&step.layer, &read, also.as_ref().map(|(_, t)| t));
                values[step.reads] = Some(read);
                written
            };
            if let Some((also, tensor)) = also {
                values[also] = Some(tensor);
            }
            values[step.writes] = Some(written);
            for &done in &step.done {
                values[done] = None;
            }
        }
        self.outputs
            .iter()
            .filter_map(|&output| values[output].take())
            .collect()
    }
}
