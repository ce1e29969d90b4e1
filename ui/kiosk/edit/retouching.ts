// What is done to a photo's pixels, apart from how it is placed: the part of a recipe that the
// darkroom renders for the screen, and that one photo can share with all others.

import type { Beautify } from "../../shared/bindings/Beautify";
import type { LookSetting } from "../../shared/bindings/LookSetting";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { Tone } from "../../shared/bindings/Tone";

export interface Retouching {
  readonly tone: Tone;
  readonly look: LookSetting;
  readonly beautify: Beautify;
}

export const NEUTRAL_TONE: Tone = {
  exposure: 0,
  contrast: 0,
  highlights: 0,
  shadows: 0,
  saturation: 0,
  warmth: 0,
  sharpness: 0,
};

export const NO_LOOK: LookSetting = { name: "none", strength: 100 };

export const NO_BEAUTIFY: Beautify = { smooth: 0, brighten: 0, blemish: 0, red_eye: 0 };

export function retouchingOf({ tone, look, beautify }: Recipe): Retouching {
  return { tone, look, beautify };
}

/** Whether the photo looks as it came. */
export function isNeutral({ tone, look, beautify }: Retouching): boolean {
  const untouched = Object.values(tone).every((value) => value === 0);
  const bare = Object.values(beautify).every((value) => value === 0);
  return untouched && bare && (look.name === "none" || look.strength === 0);
}

export function sameTone(one: Tone, other: Tone): boolean {
  return keyOfTone(one) === keyOfTone(other);
}

export function sameBeautify(one: Beautify, other: Beautify): boolean {
  return keyOfBeautify(one) === keyOfBeautify(other);
}

/** The same text for two retouchings that do the same. */
export function keyOfRetouching({ tone, look, beautify }: Retouching): string {
  return `${keyOfTone(tone)} ${look.name} ${look.strength} ${keyOfBeautify(beautify)}`;
}

function keyOfTone(tone: Tone): string {
  const { exposure, contrast, highlights, shadows, saturation, warmth, sharpness } = tone;
  return [exposure, contrast, highlights, shadows, saturation, warmth, sharpness].join(" ");
}

function keyOfBeautify({ smooth, brighten, blemish, red_eye }: Beautify): string {
  return [smooth, brighten, blemish, red_eye].join(" ");
}

/** For an address: JSON with its fields in one order, in base64url without padding. */
export function encodeRetouching({ tone, look, beautify }: Retouching): string {
  const { exposure, contrast, highlights, shadows, saturation, warmth, sharpness } = tone;
  const { smooth, brighten, blemish, red_eye } = beautify;
  const json = JSON.stringify({
    tone: { exposure, contrast, highlights, shadows, saturation, warmth, sharpness },
    look: { name: look.name, strength: look.strength },
    beautify: { smooth, brighten, blemish, red_eye },
  });
  return btoa(json).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
