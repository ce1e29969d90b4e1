//! The networks' numbers against those of the runtime they were trained for.

use super::network::{Network, Tensor};

/// A drawn picture, red, green and blue from 0 to 1, that has edges everywhere.
fn drawn(side: usize) -> Tensor {
    let mut picture = Tensor::zeros([side, side, 3]);
    for (at, value) in picture.values.iter_mut().enumerate() {
        let (channel, x, y) = (at % 3, at / 3 % side, at / 3 / side);
        *value = ((x * 7 + y * 13 + channel * 29 + (x * y) % 97 * 3) % 256) as f32 / 255.0;
    }
    picture
}

/// What one output must be: its length, the sum of its absolute values and numbers from its
/// beginning, middle and end.
struct Golden {
    length: usize,
    absolute_sum: f64,
    beginning: [f32; 4],
    middle: [f32; 4],
    end: [f32; 4],
}

fn check(found: &Tensor, golden: &Golden, name: &str) {
    let values = &found.values;
    assert_eq!(values.len(), golden.length, "{name} has its length");
    let sum: f64 = values.iter().map(|&value| f64::from(value.abs())).sum();
    assert!(
        (sum / golden.absolute_sum - 1.0).abs() < 1e-5,
        "{name} adds up to {sum}, and to {} with TensorFlow Lite",
        golden.absolute_sum
    );
    let half = golden.length / 2;
    for (start, expected) in [
        (0, golden.beginning),
        (half, golden.middle),
        (golden.length - 4, golden.end),
    ] {
        for (at, expected) in (start..).zip(expected) {
            assert!(
                (values[at] - expected).abs() < 1e-3,
                "{name}[{at}] is {}, and {expected} with TensorFlow Lite",
                values[at]
            );
        }
    }
}

#[test]
fn the_detector_computes_what_tensorflow_lite_computes() {
    let network = Network::read(include_bytes!("../../models/face_detector.network"))
        .expect("the committed network is readable");
    let mut picture = drawn(192);
    for value in &mut picture.values {
        *value = *value * 2.0 - 1.0;
    }
    let outputs = network.run(picture);
    assert_eq!(outputs.len(), 2, "boxes and scores");
    check(
        &outputs[0],
        &Golden {
            length: 36_864,
            absolute_sum: 557_175.479_728_040_5,
            beginning: [-3.096_856_6, -3.033_252, 18.929_577, 18.935_715],
            middle: [-1.520_207_9, -3.241_526_4, 44.713_98, 44.718_994],
            end: [-47.685_246, -20.373_325, 6.199_288_4, -9.774_81],
        },
        "boxes",
    );
    check(
        &outputs[1],
        &Golden {
            length: 2_304,
            absolute_sum: 14_217.622_098_684_311,
            beginning: [-8.346_297, -8.420_027, -8.335_806, -7.835_106],
            middle: [-8.295_839, -6.848_222_7, -5.811_799_7, -5.296_51],
            end: [-9.173_529, -8.647_916, -8.870_12, -9.379_172],
        },
        "scores",
    );
}

#[test]
fn the_mesh_computes_what_tensorflow_lite_computes() {
    let network = Network::read(include_bytes!("../../models/face_mesh.network"))
        .expect("the committed network is readable");
    let outputs = network.run(drawn(192));
    assert_eq!(outputs.len(), 2, "points and presence");
    check(
        &outputs[0],
        &Golden {
            length: 1_404,
            absolute_sum: 92_584.698_568_595_33,
            beginning: [82.969_284, 125.108_36, -7.945_322, 84.613_625],
            middle: [41.562_313, 80.403_35, 44.548_023, 71.149_704],
            end: [-1.347_475, 131.395_23, 73.131_22, -1.298_933_3],
        },
        "points",
    );
    let presence = outputs[1].values[0];
    assert!(
        (presence + 9.717_571).abs() < 1e-3,
        "presence is {presence}, and -9.717571 with TensorFlow Lite"
    );
}

#[test]
fn a_network_that_is_cut_off_or_foreign_is_refused() {
    let whole: &[u8] = include_bytes!("../../models/face_mesh.network");
    for length in (0..whole.len()).step_by(997) {
        assert!(
            Network::read(&whole[..length]).is_err(),
            "the first {length} bytes are no whole network"
        );
    }
    let longer = [whole, &[0]].concat();
    assert!(Network::read(&longer).is_err(), "nothing follows a network");
}
