// How the photo lies in the line that is cut: larger, smaller, turned, mirrored, straightened.

import { html, type TemplateResult } from "lit-html";
import { RotateCw, TrianglesCenterlineDashedVertical, ZoomIn, ZoomOut } from "lucide";
import type { Fit } from "../../shared/bindings/Fit";
import type { QuarterTurns } from "../../shared/bindings/QuarterTurns";
import type { Recipe } from "../../shared/bindings/Recipe";
import { WHOLE } from "../crop/photo";
import type { Ui } from "../ui";
import { dial } from "./dial";
import type { Editor } from "./editor";
import { toolButton } from "./tool_button";

/** One press on + or −. */
const ZOOM_STEP = 1.2;

/** What a turn becomes in a mirror. */
const MIRRORED: Readonly<Record<QuarterTurns, QuarterTurns>> = {
  none: "none",
  one: "three",
  two: "two",
  three: "one",
};

export function cropTools(ui: Ui, editor: Editor): TemplateResult {
  const { edit } = ui.words;
  const { recipe, frame } = editor;
  const whole = recipe.fit === "whole";
  return html`<div class="tool-group crop-tools">
    <div class="toggle" role="group" aria-label=${edit.fit}>
      ${fitChoice(editor, "fill", edit.fill)} ${fitChoice(editor, "whole", edit.whole)}
    </div>
    <p class="tool-hint">${whole ? edit.hintWhole : edit.hint}</p>
    <div class="tools">
      ${toolButton({
        test: "zoom-out",
        label: edit.zoomOut,
        shape: ZoomOut,
        disabled: whole,
        press: () => frame.zoom(1 / ZOOM_STEP),
      })}
      ${toolButton({
        test: "zoom-in",
        label: edit.zoomIn,
        shape: ZoomIn,
        disabled: whole,
        press: () => frame.zoom(ZOOM_STEP),
      })}
      ${toolButton({
        test: "rotate",
        label: edit.rotate,
        shape: RotateCw,
        press: () => editor.rotate(),
      })}
      ${toolButton({
        test: "mirror",
        label: edit.mirror,
        shape: TrianglesCenterlineDashedVertical,
        press: () => editor.set(mirrored(editor.recipe)),
      })}
    </div>
    ${dial(ui, {
      value: recipe.straighten,
      disabled: whole,
      change: (value) => editor.straighten(value),
      settle: () => editor.settle(),
    })}
  </div>`;
}

function fitChoice(editor: Editor, fit: Fit, label: string): TemplateResult {
  const chosen = editor.recipe.fit === fit;
  return html`<button
    data-test="fit-${fit}"
    aria-pressed=${chosen}
    @click=${() => {
      // A photo that is shown whole is shown level: its corners would be cut otherwise.
      if (!chosen) editor.recut(fit === "whole" ? { fit, straighten: 0 } : { fit });
    }}
  >
    ${label}
  </button>`;
}

/** What is seen now, in a mirror: turns and tilts go the other way round. */
function mirrored({ mirror, quarter_turns, straighten, crop }: Recipe): Partial<Recipe> {
  return {
    mirror: mirror === "no" ? "left_right" : "no",
    quarter_turns: MIRRORED[quarter_turns],
    straighten: straighten === 0 ? 0 : -straighten,
    crop: { ...crop, x: WHOLE - crop.x - crop.width },
  };
}
