import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const tokens = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** Text on its ground: 4.5:1. */
const texts: readonly [text: string, ...grounds: string[]][] = [
  ["ink", "paper", "sheet", "shade", "safelight-wash"],
  ["ink-soft", "paper", "sheet", "shade"],
  ["on-safelight", "safelight", "safelight-pressed"],
  ["safelight", "paper", "sheet", "safelight-wash"],
  ["done", "paper", "sheet", "done-wash"],
  ["warn", "paper", "sheet", "warn-wash"],
  ["stop", "paper", "sheet", "stop-wash"],
  ["on-signal", "done", "warn", "stop"],
];

/** Outlines of controls: 3:1. */
const outlines: readonly [outline: string, ...grounds: string[]][] = [["edge", "paper", "sheet"]];

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("in the %s theme", (_theme, side) => {
  test.each(texts)("%s can be read", (text, ...grounds) => {
    for (const ground of grounds) {
      expect(contrast(text, ground, side), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(outlines)("%s can be seen", (outline, ...grounds) => {
    for (const ground of grounds) {
      expect(contrast(outline, ground, side), `${outline} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });
});

/** Contrast of two roles by WCAG 2.2. */
function contrast(one: string, other: string, side: 0 | 1): number {
  const [dim, bright] = [luminance(one, side), luminance(other, side)].sort((a, b) => a - b);
  return (bright! + 0.05) / (dim! + 0.05);
}

function luminance(role: string, side: 0 | 1): number {
  const found = new RegExp(`--${role}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(
    tokens,
  );
  if (found === null) throw new Error(`tokens.css has no pair of colours for --${role}`);
  const colour = parseInt(found[side + 1]!.slice(1), 16);
  const linear = [16, 8, 0].map((shift) => {
    const part = ((colour >> shift) & 255) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}
