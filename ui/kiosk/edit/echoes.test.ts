import { expect, test } from "vitest";
import { plain } from "../gallery/pictures";
import { Echoes } from "./echoes";

const recipe = (x: number) => plain("none", { x, y: 0, width: 500_000, height: 500_000 });

test("the station's echo of an older recipe does not pull the photo back", () => {
  const echoes = new Echoes();
  echoes.sent(recipe(1), 0);
  echoes.sent(recipe(2), 100);
  expect(echoes.isBehind(recipe(0), 150), "a snapshot from before both").toBe(true);
  expect(echoes.isBehind(recipe(1), 160), "the first arrived, the second not yet").toBe(true);
  expect(echoes.isBehind(recipe(2), 170), "all arrived").toBe(false);
  expect(echoes.isBehind(recipe(9), 180), "news of its own, a reset").toBe(false);
});

test("a recipe the station never took is forgotten", () => {
  const echoes = new Echoes();
  echoes.sent(recipe(1), 0);
  expect(echoes.isBehind(recipe(0), 2100), "the station's truth is shown again").toBe(false);
});

test("the same recipe is not sent twice", () => {
  const echoes = new Echoes();
  expect(echoes.isNews(recipe(1), recipe(1)), "the station knows it").toBe(false);
  expect(echoes.isNews(recipe(2), recipe(1))).toBe(true);
  echoes.sent(recipe(2), 0);
  expect(echoes.isNews(recipe(2), recipe(1)), "it is on its way").toBe(false);
  expect(echoes.isNews(recipe(1), recipe(1)), "back again overrides what is on its way").toBe(true);
});
