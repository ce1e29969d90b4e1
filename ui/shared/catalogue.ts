import type { Language } from "./bindings/Language";

/** A sentence of the catalogue: fixed, or made from facts. */
type Sentence = string | ((...facts: never[]) => string);

/** Sentences by name; groups may nest. */
export interface Sentences {
  readonly [name: string]: Sentence | Sentences;
}

/**
 * The shape that every translation of `T` must have: the same names, made from the same facts.
 * A missing or a superfluous sentence does not compile.
 *
 * `en.ts`: `export const en = { hello: "Hello", left: (n: number) => `${n} left` };`
 * `zh.ts`: `export const zh: Translation<typeof en> = { hello: "您好", left: (n) => `还剩 ${n} 张` };`
 */
export type Translation<T extends Sentences> = {
  readonly [Name in keyof T]: T[Name] extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : T[Name] extends Sentences
      ? Translation<T[Name]>
      : string;
};

/** All sentences of one face, by language. */
export type Catalogue<T extends Sentences> = Readonly<Record<Language, Translation<T>>>;

/** The language of a person whose browser says what it prefers, best first. */
export function preferredLanguage(preferences: readonly string[]): Language {
  return /^zh\b/i.test(preferences[0] ?? "") ? "zh" : "en";
}

/** Tells the browser (fonts, hyphens, screen readers) which language the page is in. */
export function announceLanguage(language: Language, page: Document = document): void {
  page.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

/** "a photo", "2 photos": English needs the two forms, Chinese one. */
export function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
