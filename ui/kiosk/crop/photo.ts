// A photo's measures, before anything is cut.

import type { QuarterTurns } from "../../shared/bindings/QuarterTurns";

/** One whole side of a photo, in the unit of `Crop`. */
export const WHOLE = 1_000_000;

/** Width and height, in pixels unless said otherwise. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Clockwise degrees of the quarter turns. */
export const DEGREES: Readonly<Record<QuarterTurns, number>> = {
  none: 0,
  one: 90,
  two: 180,
  three: 270,
};

/** The photo's sides after its turns. */
export function turned({ width, height }: Size, turns: QuarterTurns): Size {
  return turns === "one" || turns === "three"
    ? { width: height, height: width }
    : { width, height };
}
