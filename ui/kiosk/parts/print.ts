import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { Recipe } from "../../shared/bindings/Recipe";
import { turned, WHOLE, type Size } from "../crop/geometry";

/** SVG's words for the quarter turns of an upright picture, so that it starts at 0, 0 again. */
export function turnTransform({ width, height }: Size, turns: Recipe["quarter_turns"]): string {
  switch (turns) {
    case "none":
      return "";
    case "one":
      return `translate(${height} 0) rotate(90)`;
    case "two":
      return `translate(${width} ${height}) rotate(180)`;
    case "three":
      return `translate(0 ${width}) rotate(270)`;
  }
}

/**
 * A photo exactly as it will be printed: turned, then cut to the recipe's crop. It fills its place,
 * which must have the print's shape (`printAspect`), or more than the crop would show. Without a label it is
 * decoration: the control around it says what it is.
 */
export function print(url: string, photo: Size, recipe: Recipe, label?: string): TemplateResult {
  const { width, height } = turned(photo, recipe.quarter_turns);
  const { crop } = recipe;
  const box = [
    (crop.x * width) / WHOLE,
    (crop.y * height) / WHOLE,
    (crop.width * width) / WHOLE,
    (crop.height * height) / WHOLE,
  ];
  return html`<svg
    class="print"
    viewBox=${box.map((side) => side.toFixed(3)).join(" ")}
    preserveAspectRatio="xMidYMid slice"
    role=${label === undefined ? nothing : "img"}
    aria-label=${label ?? nothing}
    aria-hidden=${label === undefined ? "true" : nothing}
  >
    ${svg`<image href=${url} width=${photo.width} height=${photo.height}
      preserveAspectRatio="none" transform=${turnTransform(photo, recipe.quarter_turns)}></image>`}
  </svg>`;
}

/** Width of the print divided by its height. */
export function printAspect(photo: Size, recipe: Recipe): number {
  const { width, height } = turned(photo, recipe.quarter_turns);
  return (recipe.crop.width * width) / (recipe.crop.height * height);
}
