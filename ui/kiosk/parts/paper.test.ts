import { expect, test } from "vitest";
import { plain } from "../gallery/pictures";
import { PAPERS, placementOn } from "./paper";

const photo = { width: 4032, height: 3024 };
const all = { x: 0, y: 0, width: 1_000_000, height: 1_000_000 };

test("a border is as wide on every side and the picture has the rest", () => {
  const recipe = { ...plain("none", all), border_mm: 6 };
  expect(placementOn(PAPERS.eight_inch, photo, recipe)).toEqual({
    sheet: { width: 2032, height: 1524 },
    picture: { x: 60, y: 60, width: 1912, height: 1404 },
    window: { x: 60, y: 60, width: 1912, height: 1404 },
  });
});

test("a photo shown whole keeps its shape, in the middle of the paper", () => {
  const recipe = { ...plain("one", all), fit: "whole" as const };
  const { sheet, window } = placementOn(PAPERS.six_inch, photo, recipe);
  expect(sheet, "the paper is held as the turned photo is").toEqual({
    width: 1016,
    height: 1524,
  });
  expect(window.height / window.width, "4:3, turned").toBeCloseTo(4 / 3, 6);
  expect(window.y, "white above").toBeCloseTo((1524 - window.height) / 2, 6);
  expect(window.x, "none beside").toBe(0);
});
