import { html, nothing, type TemplateResult } from "lit-html";
import type { Recipe } from "../../shared/bindings/Recipe";
import { DEGREES, WHOLE, type Size } from "../crop/photo";
import { placementOn, type Paper } from "./paper";
import { variables } from "./variables";

/**
 * A photo exactly as it will be printed: mirrored, turned, straightened, cut to the recipe's crop
 * and laid on its paper. It fills its place, which must have the paper's shape (`printAspect`).
 * `url` is the upright photo, retouched or not. Without a label it is decoration: the control
 * around it says what it is.
 */
export function print(
  url: string,
  photo: Size,
  recipe: Recipe,
  paper: Paper,
  label?: string,
): TemplateResult {
  const { mirror, quarter_turns, straighten, crop } = recipe;
  const { sheet, window } = placementOn(paper, photo, recipe);
  const [width, height] = [crop.width / WHOLE, crop.height / WHOLE];
  // The turned photo in parts of the window's sides; a picture that lies on its side is given them
  // crosswise, because it is turned about its middle only after it has been laid out.
  const [across, along] = [1 / width, 1 / height];
  const aspect = window.width / window.height;
  const lies = quarter_turns === "one" || quarter_turns === "three";
  return html`<span
    class="print"
    role=${label === undefined ? nothing : "img"}
    aria-label=${label ?? nothing}
    aria-hidden=${label === undefined ? "true" : nothing}
    ${variables({
      "--window-x": percent(window.x / sheet.width),
      "--window-y": percent(window.y / sheet.height),
      "--window-width": percent(window.width / sheet.width),
      "--window-height": percent(window.height / sheet.height),
      "--middle-x": percent((0.5 - crop.x / WHOLE) / width),
      "--middle-y": percent((0.5 - crop.y / WHOLE) / height),
      "--picture-width": percent(lies ? along / aspect : across),
      "--picture-height": percent(lies ? across * aspect : along),
      "--turn": `${DEGREES[quarter_turns] + straighten / 100}deg`,
      "--flip": mirror === "no" ? "1" : "-1",
    })}
  >
    <span class="print-window">
      <img src=${url} alt="" decoding="async" draggable="false" />
    </span>
  </span>`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(4)}%`;
}

/** Width of the print divided by its height. */
export function printAspect(photo: Size, recipe: Recipe, paper: Paper): number {
  const { sheet } = placementOn(paper, photo, recipe);
  return sheet.width / sheet.height;
}
