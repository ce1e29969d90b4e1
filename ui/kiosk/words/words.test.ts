import { expect, test } from "vitest";
import { catalogue } from "./words";

type Branch = { readonly [name: string]: unknown };

/** Every sentence, made from a stand-in for each fact. */
function sentences(branch: Branch, path = ""): [string, string][] {
  return Object.entries(branch).flatMap(([name, value]): [string, string][] => {
    const at = `${path}${name}`;
    if (typeof value === "string") return [[at, value]];
    if (typeof value === "function") return [[at, String(value(2, 3, 4))]];
    return sentences(value as Branch, `${at}.`);
  });
}

test("every sentence of the kiosk says something in both languages", () => {
  for (const [language, words] of Object.entries(catalogue)) {
    for (const [name, sentence] of sentences(words)) {
      expect(sentence.trim(), `${name} in ${language}`).not.toBe("");
      expect(sentence, `${name} in ${language}`).not.toMatch(/undefined|NaN|\[object/);
    }
  }
});

test("Chinese is Chinese and English is English", () => {
  const han = /\p{Script=Han}/u;
  for (const [name, sentence] of sentences(catalogue.en)) {
    if (name !== "otherLanguage") expect(sentence, `${name} in English`).not.toMatch(han);
  }
});

test("a discount is said as a Chinese shop says it", () => {
  expect(catalogue.zh.attract.discount(20, 1), "20 % off is 8 tenths").toBe("今天全部 8 折");
  expect(catalogue.zh.attract.discount(15, 10)).toBe("满 10 张 8.5 折");
});
