import { html, nothing, type TemplateResult } from "lit-html";
import type { QuarterTurns } from "../../shared/bindings/QuarterTurns";
import type { Recipe } from "../../shared/bindings/Recipe";
import { turned, WHOLE, type Size } from "../crop/geometry";
import { variables } from "./variables";

/** Clockwise degrees of the quarter turns. */
export const DEGREES: Readonly<Record<QuarterTurns, number>> = {
  none: 0,
  one: 90,
  two: 180,
  three: 270,
};

/**
 * A photo exactly as it will be printed: turned, then cut to the recipe's crop. It fills its place,
 * which must have the print's shape (`printAspect`). Without a label it is decoration: the control
 * around it says what it is.
 */
export function print(url: string, photo: Size, recipe: Recipe, label?: string): TemplateResult {
  const { quarter_turns, crop } = recipe;
  const [x, y] = [crop.x / WHOLE, crop.y / WHOLE];
  const [width, height] = [crop.width / WHOLE, crop.height / WHOLE];
  // The turned photo in parts of the print's sides; a picture that lies on its side is given them
  // crosswise, because it is turned about its middle only after it has been laid out.
  const [across, along] = [1 / width, 1 / height];
  const aspect = printAspect(photo, recipe);
  const lies = quarter_turns === "one" || quarter_turns === "three";
  const percent = (share: number): string => `${(100 * share).toFixed(4)}%`;
  return html`<span
    class="print"
    role=${label === undefined ? nothing : "img"}
    aria-label=${label ?? nothing}
    aria-hidden=${label === undefined ? "true" : nothing}
  >
    <img
      src=${url}
      alt=""
      decoding="async"
      draggable="false"
      ${variables({
        "--middle-x": percent((0.5 - x) / width),
        "--middle-y": percent((0.5 - y) / height),
        "--picture-width": percent(lies ? along / aspect : across),
        "--picture-height": percent(lies ? across * aspect : along),
        "--turn": `${DEGREES[quarter_turns]}deg`,
      })}
    />
  </span>`;
}

/** Width of the print divided by its height. */
export function printAspect(photo: Size, recipe: Recipe): number {
  const { width, height } = turned(photo, recipe.quarter_turns);
  return (recipe.crop.width * width) / (recipe.crop.height * height);
}
