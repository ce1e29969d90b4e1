// A straightened photo: tilted around its own middle under a crop that stays level. The rule is
// the order's (Crop::within_tilt), number for number: `shared/testdata/crops.json` holds both to it.

import type { Crop } from "../../shared/bindings/Crop";
import type { Straighten } from "../../shared/bindings/Straighten";
import { WHOLE, type Point, type Size } from "./photo";

/** The most a photo is straightened, in hundredths of a degree. */
export const MOST_STRAIGHTEN = 4500;

/** However far out its middle lies, a box keeps this share of the photo's half to stand in. */
const LEAST_ROOM = 0.1;

/** Clockwise, in radians. */
export function radians(straighten: Straighten): number {
  return (straighten * Math.PI) / 18_000;
}

/** A tilt's sine and cosine. */
export interface Tilt {
  readonly sine: number;
  readonly cosine: number;
}

export function tiltOf(straighten: Straighten): Tilt {
  return { sine: Math.sin(radians(straighten)), cosine: Math.cos(radians(straighten)) };
}

/** Half of what a level box takes up along the sides of a tilted photo. */
export function halves({ width, height }: Size, { sine, cosine }: Tilt): Size {
  return {
    width: (width * cosine + height * Math.abs(sine)) / 2,
    height: (width * Math.abs(sine) + height * cosine) / 2,
  };
}

/** A place seen from the photo's middle, along the tilted photo's own sides; and back again. */
export function alongPhoto({ x, y }: Point, { sine, cosine }: Tilt): Point {
  return { x: x * cosine + y * sine, y: y * cosine - x * sine };
}

export function backToLevel({ x, y }: Point, { sine, cosine }: Tilt): Point {
  return { x: x * cosine - y * sine, y: x * sine + y * cosine };
}

/**
 * The crop made smaller around its middle until a turned photo of `photo` pixels, tilted around
 * its own middle, covers it; a crop whose middle is far out may first have to move there.
 */
export function withinTilt(crop: Crop, straighten: Straighten, photo: Size): Crop {
  if (straighten === 0) return crop;
  const tilt = tiltOf(straighten);
  const box = {
    width: (crop.width / WHOLE) * photo.width,
    height: (crop.height / WHOLE) * photo.height,
  };
  const middle = alongPhoto(
    {
      x: (crop.x / WHOLE - 0.5) * photo.width + box.width / 2,
      y: (crop.y / WHOLE - 0.5) * photo.height + box.height / 2,
    },
    tilt,
  );
  const needed = halves(box, tilt);
  const room = (half: number, at: number, need: number): number =>
    Math.max(half - Math.abs(at), half * LEAST_ROOM) / need;
  const shrink = Math.min(
    room(photo.width / 2, middle.x, needed.width),
    room(photo.height / 2, middle.y, needed.height),
    1,
  );
  const hold = (half: number, at: number, need: number): number => {
    const most = Math.max(0, half - need * shrink);
    return Math.min(most, Math.max(-most, at));
  };
  const { x, y } = backToLevel(
    {
      x: hold(photo.width / 2, middle.x, needed.width),
      y: hold(photo.height / 2, middle.y, needed.height),
    },
    tilt,
  );
  const part = (length: number, side: number): number =>
    Math.min(WHOLE, Math.max(1, Math.floor((length / side) * WHOLE)));
  const width = part(box.width * shrink, photo.width);
  const height = part(box.height * shrink, photo.height);
  const start = (at: number, side: number, length: number): number =>
    Math.min(WHOLE - length, Math.max(0, Math.round((at / side + 0.5) * WHOLE - length / 2)));
  return {
    x: start(x, photo.width, width),
    y: start(y, photo.height, height),
    width,
    height,
  };
}
