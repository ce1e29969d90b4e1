import { describe, expect, test } from "vitest";
import vectors from "../../shared/testdata/crops.json";
import { boxOf, cropOf, held, moved, widest, zoomed, type Limits } from "./geometry";
import { WHOLE, type Size } from "./photo";
import { alongPhoto, halves, tiltOf, withinTilt } from "./tilt";

describe("a straightened photo", () => {
  test("is cut as the order cuts it", () => {
    for (const { photo, straighten, crop, within_tilt } of vectors) {
      const [width, height] = photo as [number, number];
      const found = withinTilt(crop, straighten, { width, height });
      for (const side of ["x", "y", "width", "height"] as const) {
        expect(
          Math.abs(found[side] - within_tilt[side]),
          `${side} of ${JSON.stringify(crop)} at ${straighten} on ${width} x ${height}`,
        ).toBeLessThanOrEqual(1);
      }
    }
  });

  test("covers its crop however wild the fingers", () => {
    let seed = 11;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let turn = 0; turn < 200; turn += 1) {
      const limits: Limits = {
        photo: { width: 500 + 6000 * random(), height: 500 + 6000 * random() },
        aspect: 0.5 + 1.5 * random(),
        straighten: Math.round(9000 * (random() - 0.5)),
      };
      let box = held({ x: 0, y: 0, width: widest(limits) * (0.2 + random()) }, limits);
      for (let step = 0; step < 20; step += 1) {
        box =
          random() < 0.5
            ? moved(box, { x: (random() - 0.5) * 9000, y: (random() - 0.5) * 9000 }, limits)
            : zoomed(box, 0.3 + 3 * random(), { x: random(), y: random() }, limits);
        expect(beside(box, limits), "pixels of the crop that show no photo").toBeLessThan(0.01);
        const crop = cropOf(box, limits);
        expect(crop.x + crop.width, "right edge").toBeLessThanOrEqual(WHOLE);
        expect(crop.y + crop.height, "bottom edge").toBeLessThanOrEqual(WHOLE);
      }
    }
  });

  test("gives its crop to the order as one that it takes", () => {
    // The order shrinks what does not lie within the tilt; half a per cent is forgiven.
    const photo = { width: 4032, height: 3024 };
    const limits = { photo, aspect: 1.5, straighten: 1200 };
    const box = moved({ x: 0, y: 0, width: widest(limits) * 0.6 }, { x: 9000, y: -9000 }, limits);
    const crop = cropOf(box, limits);
    const again = withinTilt(crop, limits.straighten, photo);
    expect(Math.abs(again.width - crop.width) / crop.width, "as wide").toBeLessThan(0.005);
    expect(boxOf(again, photo).x, "in the same place").toBeCloseTo(boxOf(crop, photo).x, 0);
  });
});

/** How far the box's corners reach beside the tilted photo, in pixels. */
function beside(box: { x: number; y: number; width: number }, limits: Limits): number {
  const { photo, aspect, straighten } = limits;
  const tilt = tiltOf(straighten);
  const size: Size = { width: box.width, height: box.width / aspect };
  const middle = alongPhoto(
    {
      x: box.x + size.width / 2 - photo.width / 2,
      y: box.y + size.height / 2 - photo.height / 2,
    },
    tilt,
  );
  const half = halves(size, tilt);
  return Math.max(
    Math.abs(middle.x) + half.width - photo.width / 2,
    Math.abs(middle.y) + half.height - photo.height / 2,
  );
}
