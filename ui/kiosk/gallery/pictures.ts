import type { Crop } from "../../shared/bindings/Crop";
import type { Line } from "../../shared/bindings/Line";
import type { PhotoId } from "../../shared/bindings/PhotoId";
import type { PrintSize } from "../../shared/bindings/PrintSize";
import type { QuarterTurns } from "../../shared/bindings/QuarterTurns";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { Tile } from "../../shared/bindings/Tile";
import { cropOf, widest, type Size } from "../crop/geometry";

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
  const [short, long] = size === "six_inch" ? [4, 6] : [6, 8];
  const aspect = photo.width > photo.height ? long / short : short / long;
  const limits = { photo, aspect };
  const width = widest(limits);
  const box = { x: (photo.width - width) / 2, y: (photo.height - width / aspect) / 2, width };
  return {
    photo: idOf(index),
    width_px: photo.width,
    height_px: photo.height,
    size,
    copies,
    recipe: plain("none", cropOf(box, limits)),
    sharpness: Math.max(photo.width, photo.height) < 1500 ? "soft" : "good",
    soundness: "whole",
    enhancement: {
      ...plain("none", cropOf(box, limits)).tone,
      exposure: 18,
      contrast: 10,
      shadows: 24,
      saturation: 8,
    },
    faces: index % 2,
  };
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
    tone: {
      exposure: 0,
      contrast: 0,
      highlights: 0,
      shadows: 0,
      saturation: 0,
      warmth: 0,
      sharpness: 0,
    },
    look: { name: "none", strength: 100 },
    beautify: { smooth: 0, brighten: 0, blemish: 0, red_eye: 0 },
  };
}

export function lines(count: number): Line[] {
  return Array.from({ length: count }, (_, index) =>
    line(index, index % 3 === 1 ? "eight_inch" : "six_inch", 1 + (index % 4 === 2 ? 1 : 0)),
  );
}
