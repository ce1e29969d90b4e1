import { expect, test } from "vitest";
import { count, money } from "./format";

test.each([
  [1200, "¥12.00"],
  [5, "¥0.05"],
  [0, "¥0.00"],
  [-1234, "-¥12.34"],
  [123456789, "¥1,234,567.89"],
  [Number.MAX_SAFE_INTEGER, "¥90,071,992,547,409.91"],
])("%i fen is %s", (minor, text) => {
  expect(money(minor), "digits are moved, never rounded").toBe(text);
});

test("a fraction of a fen is a defect, not an amount", () => {
  expect(() => money(0.1 + 0.2)).toThrow(RangeError);
});

test("thousands are set apart", () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual(["0", "999", "1,000", "1,234,567"]);
});
