import { describe, expect, test } from "vitest";
import { boxOf, cropOf, moved, narrowest, widest, zoomed, type Limits } from "./geometry";
import { turned, WHOLE } from "./photo";

const limits: Limits = { photo: { width: 4032, height: 3024 }, aspect: 6 / 4, straighten: 0 };
const cover = { x: 0, y: 168, width: 4032 };

describe("a crop", () => {
  test("comes back from the station as the box it was", () => {
    const crop = cropOf(cover, limits);
    expect(crop, "the whole width, eight ninths of the height").toEqual({
      x: 0,
      y: 55_556,
      width: WHOLE,
      height: 888_889,
    });
    expect(cropOf(boxOf(crop, limits.photo), limits), "nothing drifts by looking").toEqual(crop);
  });

  test("never leaves the photo, however wild the fingers", () => {
    let box = cover;
    let seed = 7;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let step = 0; step < 2000; step += 1) {
      box =
        random() < 0.5
          ? moved(box, { x: (random() - 0.5) * 9000, y: (random() - 0.5) * 9000 }, limits)
          : zoomed(box, 0.3 + 3 * random(), { x: random(), y: random() }, limits);
      const crop = cropOf(box, limits);
      expect(Number.isInteger(crop.x + crop.y + crop.width + crop.height)).toBe(true);
      expect(crop.x + crop.width, "right edge").toBeLessThanOrEqual(WHOLE);
      expect(crop.y + crop.height, "bottom edge").toBeLessThanOrEqual(WHOLE);
      expect(Math.min(crop.x, crop.y), "left and top edge").toBeGreaterThanOrEqual(0);
      expect(Math.min(crop.width, crop.height), "2 % of a side").toBeGreaterThanOrEqual(20_000);
      const shape = (crop.width * 4032) / (crop.height * 3024);
      expect(shape, "the print's shape").toBeCloseTo(limits.aspect, 3);
    }
  });

  test("zooms around the finger", () => {
    const box = zoomed(cover, 2, { x: 0.25, y: 0.5 }, limits);
    expect(box.width).toBe(2016);
    expect(box.x + 0.25 * box.width, "the point a quarter in stays").toBeCloseTo(0.25 * 4032);
  });

  test("zooms out no further than the photo and in no further than can be printed", () => {
    const middle = { x: 0.5, y: 0.5 };
    expect(zoomed(cover, 0.01, middle, limits).width).toBe(widest(limits));
    expect(zoomed(cover, 1000, middle, limits).width).toBe(narrowest(limits));
  });
});

test("a quarter turn swaps the sides", () => {
  expect(turned(limits.photo, "one")).toEqual({ width: 3024, height: 4032 });
  expect(turned(limits.photo, "two")).toEqual(limits.photo);
});
