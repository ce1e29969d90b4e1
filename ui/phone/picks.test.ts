import { expect, test } from "vitest";
import { Picks } from "./picks";

const photo = (name: string): File => new File(["bytes"], name, { lastModified: 1 });

test("a choice reported twice is taken once, and chosen again later it is taken again", () => {
  const picks = new Picks();
  const choice = [photo("a.jpg"), photo("b.jpg")];
  expect(picks.take(choice, 1_000).length, "the first report").toBe(2);
  expect(picks.take(choice, 1_300).length, "its echo prints nothing twice").toBe(0);
  expect(picks.take(choice, 9_000).length, "two copies may be wanted").toBe(2);
});

test("other photos chosen quickly are not an echo", () => {
  const picks = new Picks();
  picks.take([photo("a.jpg")], 1_000);
  expect(picks.take([photo("b.jpg")], 1_100).length, "another file is another choice").toBe(1);
});
