import type { Crop } from "../../shared/bindings/Crop";
import type { Line } from "../../shared/bindings/Line";
import type { PhotoId } from "../../shared/bindings/PhotoId";
import type { PrintSize } from "../../shared/bindings/PrintSize";
import type { QuarterTurns } from "../../shared/bindings/QuarterTurns";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { Tile } from "../../shared/bindings/Tile";
import { cropOf, widest } from "../crop/geometry";
import { turned, WHOLE, type Size } from "../crop/photo";
import { withinTilt } from "../crop/tilt";
import { NEUTRAL_TONE, NO_BEAUTIFY, NO_LOOK } from "../edit/retouching";
import { PAPERS, placementOn } from "../parts/paper";

const FILES = import.meta.glob<string>("./photos/*.jpg", {
  eager: true,
  query: "?url",
  import: "default",
});

/** Our own pictures, as a phone would have taken them: name of the file, sides of the original. */
const PHOTOS: readonly (readonly [name: string, original: Size])[] = [
  ["mountains", { width: 4032, height: 3024 }],
  ["lake-upright", { width: 3024, height: 4032 }],
  ["city", { width: 3840, height: 2160 }],
  ["balloons-upright", { width: 3024, height: 4032 }],
  ["tulips", { width: 3000, height: 3000 }],
  ["sea", { width: 4032, height: 3024 }],
  ["terraces-wide", { width: 9000, height: 3000 }],
  ["leaves-upright", { width: 720, height: 1280 }],
  ["beach", { width: 4032, height: 3024 }],
  ["snow", { width: 4032, height: 3024 }],
];

const ALL: Crop = { x: 0, y: 0, width: WHOLE, height: WHOLE };

const idOf = (index: number): PhotoId => `photo-${String(index + 1).padStart(4, "0")}`;
const pictureOf = (index: number): (typeof PHOTOS)[number] => PHOTOS[index % PHOTOS.length]!;

/** The address of each photo id. */
export const photoUrls: Readonly<Record<PhotoId, string>> = Object.fromEntries(
  Array.from({ length: 60 }, (_, index) => [
    idOf(index),
    FILES[`./photos/${pictureOf(index)[0]}.jpg`] ?? "",
  ]),
);

export function tiles(count: number, chosen: (index: number) => boolean): Tile[] {
  return Array.from({ length: count }, (_, index) => {
    const [, { width, height }] = pictureOf(index);
    return {
      photo: idOf(index),
      state: { tile: "ready", width_px: width, height_px: height, soundness: "whole" },
      chosen: chosen(index),
    };
  });
}

/** A photo of the order, cut around its middle as the order does. */
export function line(index: number, size: PrintSize, copies: number): Line {
  const [, photo] = pictureOf(index);
  return {
    photo: idOf(index),
    width_px: photo.width,
    height_px: photo.height,
    size,
    copies,
    recipe: recut(plain("none", ALL), photo, size),
    sharpness: Math.max(photo.width, photo.height) < 1500 ? "soft" : "good",
    soundness: "whole",
    enhancement: { ...NEUTRAL_TONE, exposure: 14, contrast: 12, shadows: 22, saturation: 10 },
    faces: 0,
  };
}

/** Cut anew around its middle, as the order does where the border or the fit is another. */
export function recut(recipe: Recipe, photo: Size, size: PrintSize): Recipe {
  const whole = { ...recipe, crop: ALL };
  if (recipe.fit === "whole") return whole;
  const upright = turned(photo, recipe.quarter_turns);
  const { picture } = placementOn(PAPERS[size], photo, whole);
  const limits = { photo: upright, aspect: picture.width / picture.height, straighten: 0 };
  const width = widest(limits);
  const height = width / limits.aspect;
  const box = { x: (upright.width - width) / 2, y: (upright.height - height) / 2, width };
  return { ...recipe, crop: withinTilt(cropOf(box, limits), recipe.straighten, upright) };
}

/** A photo turned and cut, and nothing else done to it. */
export function plain(quarter_turns: QuarterTurns, crop: Crop): Recipe {
  return {
    mirror: "no",
    quarter_turns,
    straighten: 0,
    crop,
    fit: "fill",
    border_mm: 0,
    tone: NEUTRAL_TONE,
    look: NO_LOOK,
    beautify: NO_BEAUTIFY,
  };
}

export function lines(count: number): Line[] {
  return Array.from({ length: count }, (_, index) =>
    line(index, index % 3 === 1 ? "eight_inch" : "six_inch", 1 + (index % 4 === 2 ? 1 : 0)),
  );
}
