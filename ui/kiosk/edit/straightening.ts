import type { Crop } from "../../shared/bindings/Crop";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { Straighten } from "../../shared/bindings/Straighten";
import { turned, type Size } from "../crop/photo";
import { withinTilt } from "../crop/tilt";

/**
 * Tilts a photo under its crop, which shrinks as far as it must. What it was before is kept, so
 * that a tilt taken back gives the whole crop back, until the crop is moved by other means.
 */
export class Straightening {
  #level: { readonly crop: Crop; readonly tilted: Crop } | undefined;

  straightened(recipe: Recipe, straighten: Straighten, photo: Size): Partial<Recipe> {
    const { crop } = recipe;
    const from =
      this.#level !== undefined && same(this.#level.tilted, crop) ? this.#level.crop : crop;
    const tilted = withinTilt(from, straighten, turned(photo, recipe.quarter_turns));
    this.#level = { crop: from, tilted };
    return { straighten, crop: tilted };
  }

  forget(): void {
    this.#level = undefined;
  }
}

function same(one: Crop, other: Crop): boolean {
  return (
    one.x === other.x &&
    one.y === other.y &&
    one.width === other.width &&
    one.height === other.height
  );
}
