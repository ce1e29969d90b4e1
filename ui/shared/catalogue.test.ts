import { expect, test } from "vitest";
import { plural, preferredLanguage, type Translation } from "./catalogue";

const en = { hello: "Hello", left: (count: number) => `${count} left`, pay: { now: "Pay now" } };

test("a translation with a sentence missing, too many, or made of other facts does not compile", () => {
  const whole: Translation<typeof en> = {
    hello: "您好",
    left: (count) => `还剩 ${count} 张`,
    pay: { now: "付款" },
  };
  // @ts-expect-error `left` is missing
  const missing: Translation<typeof en> = { hello: "您好", pay: { now: "付款" } };
  // @ts-expect-error `pay.later` is not in English
  const more: Translation<typeof en> = { ...whole, pay: { now: "付款", later: "稍后" } };
  // @ts-expect-error `left` is told a number
  const others: Translation<typeof en> = { ...whole, left: (name: string) => name };
  expect([whole, missing, more, others].length, "the compiler checks this test").toBe(4);
});

test.each([
  [["zh-CN", "en"], "zh"],
  [["zh-Hant-TW"], "zh"],
  [["en-GB", "zh-CN"], "en"],
  [["fr-FR"], "en"],
  [[], "en"],
])("a browser that prefers %j is spoken to in %s", (preferences, language) => {
  expect(preferredLanguage(preferences), "the first preference decides").toBe(language);
});

test("English has two forms", () => {
  expect([1, 2, 0].map((count) => plural(count, "photo", "photos"))).toEqual([
    "photo",
    "photos",
    "photos",
  ]);
});
