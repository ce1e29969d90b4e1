import { expect, test } from "vitest";
import { plain } from "../gallery/pictures";
import { History } from "./history";

const at = (x: number) => plain("none", { x, y: 0, width: 500_000, height: 500_000 });

test("steps back through more than fifty recipes, newest first", () => {
  const history = new History();
  for (let step = 0; step < 60; step += 1) history.push(at(step));
  let present = at(60);
  for (let step = 59; step >= 0; step -= 1) {
    const before = history.pop(present);
    expect(before, `step ${step}`).toEqual(at(step));
    present = before!;
  }
  expect(history.pop(present), "there is nothing before the first").toBeUndefined();
});

test("a step that changed nothing is not a step", () => {
  const history = new History();
  history.push(at(1));
  history.push(at(2));
  expect(history.pop(at(2)), "what is there already is passed over").toEqual(at(1));
});

test("there is nothing to undo where nothing differs", () => {
  const history = new History();
  expect(history.reaches(at(1)), "nothing was done").toBe(false);
  history.push(at(1));
  expect(history.reaches(at(1)), "a reset of what was untouched").toBe(false);
  expect(history.reaches(at(2)), "a change").toBe(true);
});
