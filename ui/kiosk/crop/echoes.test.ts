import { expect, test } from "vitest";
import { Echoes } from "./echoes";

const crop = (x: number) => ({ x, y: 0, width: 500_000, height: 500_000 });

test("the station's echo of an older crop does not pull the photo back", () => {
  const echoes = new Echoes();
  echoes.sent(crop(1), 0);
  echoes.sent(crop(2), 100);
  expect(echoes.isBehind(crop(0), 150), "a snapshot from before both").toBe(true);
  expect(echoes.isBehind(crop(1), 160), "the first arrived, the second not yet").toBe(true);
  expect(echoes.isBehind(crop(2), 170), "all arrived").toBe(false);
  expect(echoes.isBehind(crop(9), 180), "news of its own, a reset").toBe(false);
});

test("a crop the station never took is forgotten", () => {
  const echoes = new Echoes();
  echoes.sent(crop(1), 0);
  expect(echoes.isBehind(crop(0), 2100), "the station's truth is shown again").toBe(false);
});

test("the same crop is not sent twice", () => {
  const echoes = new Echoes();
  expect(echoes.isNews(crop(1), crop(1)), "the station knows it").toBe(false);
  expect(echoes.isNews(crop(2), crop(1))).toBe(true);
  echoes.sent(crop(2), 0);
  expect(echoes.isNews(crop(2), crop(1)), "it is on its way").toBe(false);
  expect(echoes.isNews(crop(1), crop(1)), "back again overrides what is on its way").toBe(true);
});
