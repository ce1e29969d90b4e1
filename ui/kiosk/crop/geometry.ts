// A crop while it is being moved, in the photo's own pixels. The rules are those of the order's
// recipe: the box never leaves the turned photo, straightened or not, keeps the print's shape, and
// no side is smaller than 2 % of the photo's.

import type { Crop } from "../../shared/bindings/Crop";
import type { Straighten } from "../../shared/bindings/Straighten";
import { WHOLE, type Point, type Size } from "./photo";
import { alongPhoto, backToLevel, halves, tiltOf } from "./tilt";

/** The smallest side of a crop, in millionths of the photo's. */
const SMALLEST = 20_000;

/** Nobody prints less than an eighth of a photo's side; beyond that pinching only loses the way. */
const MOST_ZOOM = 8;

/** The box: its top left corner and its width; the height follows from the print's shape. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * Where the box may go: the turned photo, the picture's width divided by its height, and how far
 * the photo is straightened.
 */
export interface Limits {
  readonly photo: Size;
  readonly aspect: number;
  readonly straighten: Straighten;
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
export function widest({ photo, aspect, straighten }: Limits): number {
  const level = Math.min(photo.width, photo.height * aspect);
  const needed = halves({ width: level, height: level / aspect }, tiltOf(straighten));
  return level * Math.min(1, photo.width / 2 / needed.width, photo.height / 2 / needed.height);
}

/** The smallest box that may be printed, in pixels wide. */
export function narrowest(limits: Limits): number {
  const { photo, aspect } = limits;
  const share = SMALLEST / WHOLE;
  const floor = Math.max(photo.width * share, photo.height * share * aspect);
  return Math.min(widest(limits), Math.max(floor, widest(limits) / MOST_ZOOM));
}

/** The box moved by so many pixels, held inside the photo. */
export function moved(box: Box, by: Point, limits: Limits): Box {
  return inside({ ...box, x: box.x + by.x, y: box.y + by.y }, limits);
}

/**
 * The box zoomed in by `factor` around a point given in shares of the box (0.5, 0.5 is its
 * middle), which stays where it is as far as the photo's edges allow.
 */
export function zoomed(box: Box, factor: number, around: Point, limits: Limits): Box {
  const width = Math.min(widest(limits), Math.max(narrowest(limits), box.width / factor));
  const grown = width - box.width;
  return inside(
    { x: box.x - grown * around.x, y: box.y - (grown / limits.aspect) * around.y, width },
    limits,
  );
}

/** The box made as small as it must be and moved as little as it must be to show photo only. */
export function held(box: Box, limits: Limits): Box {
  const width = Math.min(box.width, widest(limits));
  const shrunk = (box.width - width) / 2;
  return inside({ x: box.x + shrunk, y: box.y + shrunk / limits.aspect, width }, limits);
}

function inside(box: Box, { photo, aspect, straighten }: Limits): Box {
  const half = { width: box.width / 2, height: box.width / aspect / 2 };
  const tilt = tiltOf(straighten);
  const needed = halves({ width: box.width, height: box.width / aspect }, tilt);
  const along = (at: Point): Point => alongPhoto(at, tilt);
  const level = { width: photo.width / 2 - half.width, height: photo.height / 2 - half.height };
  const tilted = {
    width: photo.width / 2 - needed.width,
    height: photo.height / 2 - needed.height,
  };
  // Its middle, seen from the photo's: slides along whichever edge it meets.
  let middle = {
    x: box.x + half.width - photo.width / 2,
    y: box.y + half.height - photo.height / 2,
  };
  middle = clamped(backToLevel(clamped(along(middle), tilted), tilt), level);
  // In a corner between a level and a tilted edge, straight to the middle is always safe.
  const pull = Math.min(share(middle, level), share(along(middle), tilted));
  return {
    x: middle.x * pull + photo.width / 2 - half.width,
    y: middle.y * pull + photo.height / 2 - half.height,
    width: box.width,
  };
}

function clamped(at: Point, most: Size): Point {
  const clamp = (value: number, limit: number): number =>
    Math.max(-Math.max(0, limit), Math.min(Math.max(0, limit), value));
  return { x: clamp(at.x, most.width), y: clamp(at.y, most.height) };
}

/** How much of the way from the middle to `at` lies within `most` on both sides. */
function share(at: Point, most: Size): number {
  const of = (value: number, limit: number): number => {
    const room = Math.max(0, limit);
    return Math.abs(value) <= room ? 1 : room / Math.abs(value);
  };
  return Math.min(of(at.x, most.width), of(at.y, most.height));
}
