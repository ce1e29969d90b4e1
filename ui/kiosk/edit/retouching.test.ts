import { expect, test } from "vitest";
import { encodeRetouching, isNeutral, NEUTRAL_TONE, NO_BEAUTIFY, NO_LOOK } from "./retouching";

const untouched = { tone: NEUTRAL_TONE, look: NO_LOOK, beautify: NO_BEAUTIFY };

test("is told to the darkroom as JSON in base64url", () => {
  const retouching = {
    ...untouched,
    tone: { ...NEUTRAL_TONE, warmth: -35 },
    look: { name: "film" as const, strength: 80 },
  };
  const text = encodeRetouching(retouching);
  expect(text, "nothing that an address would have to escape").toMatch(/^[A-Za-z0-9_-]+$/);
  const read: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  expect(read, "every number of it").toEqual(retouching);
});

test("is neutral exactly when nothing would be seen of it", () => {
  expect(isNeutral(untouched)).toBe(true);
  const look = { name: "noir" as const, strength: 0 };
  expect(isNeutral({ ...untouched, look }), "a look of no strength").toBe(true);
  expect(isNeutral({ ...untouched, look: { ...look, strength: 1 } }), "a faint look").toBe(false);
  for (const field of Object.keys(NEUTRAL_TONE)) {
    const tone = { ...NEUTRAL_TONE, [field]: -1 };
    expect(isNeutral({ ...untouched, tone }), field).toBe(false);
  }
  for (const field of Object.keys(NO_BEAUTIFY)) {
    const beautify = { ...NO_BEAUTIFY, [field]: 1 };
    expect(isNeutral({ ...untouched, beautify }), field).toBe(false);
  }
});
