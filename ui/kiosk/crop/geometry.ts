// A crop while it is being moved, in the photo's own pixels. The rules are those of the order's
// recipe: the box never leaves the turned photo, keeps the print's shape, and no side is smaller
// than 2 % of the photo's.

import type { Crop } from "../../shared/bindings/Crop";
import type { QuarterTurns } from "../../shared/bindings/QuarterTurns";

/** One whole side of a photo, in the unit of `Crop`. */
export const WHOLE = 1_000_000;

/** The smallest side of a crop, in the same unit. */
const SMALLEST = 20_000;

/** Nobody prints less than an eighth of a photo's side; beyond that pinching only loses the way. */
const MOST_ZOOM = 8;

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The box: its top left corner and its width; the height follows from the print's shape. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The photo's sides after its turns. */
export function turned({ width, height }: Size, turns: QuarterTurns): Size {
  return turns === "one" || turns === "three"
    ? { width: height, height: width }
    : { width, height };
}

/** Where the box may go: the turned photo, and the print's width divided by its height. */
export interface Limits {
  readonly photo: Size;
  readonly aspect: number;
}

export function boxOf(crop: Crop, photo: Size): Box {
  return {
    x: (crop.x * photo.width) / WHOLE,
    y: (crop.y * photo.height) / WHOLE,
    width: (crop.width * photo.width) / WHOLE,
  };
}

/** The crop that the station stores: whole millionths, inside the photo to the last one. */
export function cropOf(box: Box, { photo, aspect }: Limits): Crop {
  const side = (length: number, whole: number): number =>
    Math.min(WHOLE, Math.max(SMALLEST, Math.round((length / whole) * WHOLE)));
  const width = side(box.width, photo.width);
  const height = side(box.width / aspect, photo.height);
  const start = (at: number, whole: number, length: number): number =>
    Math.min(WHOLE - length, Math.max(0, Math.round((at / whole) * WHOLE)));
  return {
    x: start(box.x, photo.width, width),
    y: start(box.y, photo.height, height),
    width,
    height,
  };
}

/** The largest box that fits, in pixels wide. */
export function widest({ photo, aspect }: Limits): number {
  return Math.min(photo.width, photo.height * aspect);
}

/** The smallest box that may be printed, in pixels wide. */
export function narrowest(limits: Limits): number {
  const { photo, aspect } = limits;
  const share = SMALLEST / WHOLE;
  const floor = Math.max(photo.width * share, photo.height * share * aspect);
  return Math.min(widest(limits), Math.max(floor, widest(limits) / MOST_ZOOM));
}

/** The box moved by so many pixels, held inside the photo. */
export function moved(box: Box, by: { x: number; y: number }, limits: Limits): Box {
  return inside({ ...box, x: box.x + by.x, y: box.y + by.y }, limits);
}

/**
 * The box zoomed in by `factor` around a point given in shares of the box (0.5, 0.5 is its
 * middle), which stays where it is as far as the photo's edges allow.
 */
export function zoomed(
  box: Box,
  factor: number,
  around: { x: number; y: number },
  limits: Limits,
): Box {
  const width = Math.min(widest(limits), Math.max(narrowest(limits), box.width / factor));
  const grown = width - box.width;
  return inside(
    { x: box.x - grown * around.x, y: box.y - (grown / limits.aspect) * around.y, width },
    limits,
  );
}

function inside(box: Box, { photo, aspect }: Limits): Box {
  const height = box.width / aspect;
  return {
    x: Math.max(0, Math.min(photo.width - box.width, box.x)),
    y: Math.max(0, Math.min(photo.height - height, box.y)),
    width: box.width,
  };
}
