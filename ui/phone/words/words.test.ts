import { expect, test } from "vitest";
import { catalogue } from "./words";

test("every sentence says something in both languages, and Chinese is Chinese", () => {
  const [en, zh] = [spoken(catalogue.en), spoken(catalogue.zh)];
  expect(Object.keys(zh), "the same sentences").toEqual(Object.keys(en));
  for (const [name, sentence] of Object.entries(zh)) {
    expect(sentence.trim(), `${name} is not empty`).not.toBe("");
    if (name !== "otherLanguage")
      expect(sentence, `${name} is translated`).toMatch(/\p{Script=Han}/u);
  }
  for (const [name, sentence] of Object.entries(en)) {
    if (name !== "otherLanguage") {
      expect(sentence, `${name} is English`).not.toMatch(/\p{Script=Han}/u);
    }
  }
});

test("a refused file is named", () => {
  expect(catalogue.en.refused.video("IMG_20.mov")).toBe(
    "“IMG_20.mov” is a video; only photos can be printed.",
  );
  expect(catalogue.zh.refused.video("IMG_20.mov")).toBe("“IMG_20.mov”是视频，只能打印照片。");
});

/** All sentences by path, made from stand-in facts. */
function spoken(group: object, path = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, entry] of Object.entries(group)) {
    if (typeof entry === "string") found[path + name] = entry;
    else if (typeof entry === "function") found[path + name] = String(entry(2, 3));
    else Object.assign(found, spoken(entry, `${path}${name}.`));
  }
  return found;
}
