// Where a photo lies on its paper: the trimmed print, the white border, and the picture within.

import type { Crop } from "../../shared/bindings/Crop";
import type { PrintSize } from "../../shared/bindings/PrintSize";
import type { Recipe } from "../../shared/bindings/Recipe";
import { turned, WHOLE, type Point, type Size } from "../crop/photo";

/** Sides of the trimmed paper in tenths of a millimetre. */
export interface Paper {
  readonly short: number;
  readonly long: number;
}

/** The prints on sale as they are held in the hand, from the inches in which their formats were defined. */
export const PAPERS: Readonly<Record<PrintSize, Paper>> = {
  five_inch: { short: 889, long: 1270 },
  six_inch: { short: 1016, long: 1524 },
  eight_inch: { short: 1524, long: 2032 },
  four_small: { short: 508, long: 762 },
};

/** A rectangle on the paper, in tenths of a millimetre from its top left corner. */
export type Area = Point & Size;

/** How a recipe lies on a paper. */
export interface Placement {
  /** The trimmed paper, held as the print is. */
  readonly sheet: Size;
  /** What the border leaves of it. */
  readonly picture: Area;
  /** What of that shows the photo: all of it, unless the whole photo is shown on another shape. */
  readonly window: Area;
}

export function placementOn(paper: Paper, photo: Size, recipe: Recipe): Placement {
  const shown = cropSize(recipe.crop, turned(photo, recipe.quarter_turns));
  const sheet =
    shown.width > shown.height
      ? { width: paper.long, height: paper.short }
      : { width: paper.short, height: paper.long };
  const border = 10 * recipe.border_mm;
  const picture = {
    x: border,
    y: border,
    width: sheet.width - 2 * border,
    height: sheet.height - 2 * border,
  };
  return { sheet, picture, window: recipe.fit === "fill" ? picture : contained(shown, picture) };
}

/** The cropped photo's sides in pixels. */
function cropSize(crop: Crop, photo: Size): Size {
  return {
    width: (crop.width / WHOLE) * photo.width,
    height: (crop.height / WHOLE) * photo.height,
  };
}

function contained(shown: Size, area: Area): Area {
  const scale = Math.min(area.width / shown.width, area.height / shown.height);
  const [width, height] = [shown.width * scale, shown.height * scale];
  return {
    x: area.x + (area.width - width) / 2,
    y: area.y + (area.height - height) / 2,
    width,
    height,
  };
}
