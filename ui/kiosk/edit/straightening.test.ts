import { expect, test } from "vitest";
import { plain } from "../gallery/pictures";
import { Straightening } from "./straightening";

const photo = { width: 4032, height: 3024 };
const recipe = plain("none", { x: 0, y: 55_556, width: 1_000_000, height: 888_889 });

test("a tilt taken back gives the whole crop back", () => {
  const straightening = new Straightening();
  let tilted = recipe;
  for (const value of [300, 2000, 4500, 1000, 0]) {
    tilted = { ...tilted, ...straightening.straightened(tilted, value, photo) };
    if (value !== 0) {
      expect(tilted.crop.width, `at ${value} the photo no longer covers all`).toBeLessThan(
        recipe.crop.width,
      );
    }
  }
  expect(tilted, "level again").toEqual(recipe);
});

test("a crop moved in between is the one that is kept", () => {
  const straightening = new Straightening();
  const tilted = { ...recipe, ...straightening.straightened(recipe, 800, photo) };
  const zoomed = {
    ...tilted,
    crop: { x: 400_000, y: 400_000, width: 300_000, height: 266_667 },
  };
  const level = { ...zoomed, ...straightening.straightened(zoomed, 0, photo) };
  expect(level.crop, "not the one from before the zoom").toEqual(zoomed.crop);
});
