// What is done to faces, where there are any.

import { html, type TemplateResult } from "lit-html";
import { ScanFace, Sparkles } from "lucide";
import type { Beautify } from "../../shared/bindings/Beautify";
import { icon } from "../../shared/icon";
import type { Ui } from "../ui";
import type { Editor } from "./editor";
import { NO_BEAUTIFY, sameBeautify } from "./retouching";
import { slider } from "./slider";

/** Rested and healthy, and still oneself. */
const NATURAL: Beautify = { smooth: 35, brighten: 20, blemish: 50, red_eye: 0 };

const SLIDERS: readonly (keyof Beautify)[] = ["smooth", "brighten", "blemish", "red_eye"];

export function beautyTools(ui: Ui, editor: Editor): TemplateResult {
  const { edit } = ui.words;
  const { beautify } = editor.recipe;
  if (editor.line.faces === 0) return noFace(ui);
  const natural = sameBeautify(beautify, NATURAL);
  return html`<div class="tool-group beauty-tools">
    <button
      class="quiet one-touch"
      data-test="natural"
      aria-pressed=${natural}
      @click=${() => editor.set({ beautify: natural ? NO_BEAUTIFY : NATURAL })}
    >
      ${icon(Sparkles)} ${edit.natural}
    </button>
    <div class="sliders">
      ${SLIDERS.map((field) =>
        slider(ui, {
          test: field,
          name: edit.beautify[field],
          value: beautify[field],
          least: 0,
          rest: 0,
          change: (value) =>
            editor.change({ beautify: { ...editor.recipe.beautify, [field]: value } }),
          settle: () => editor.settle(),
        }),
      )}
    </div>
  </div>`;
}

function noFace({ words }: Ui): TemplateResult {
  return html`<div class="tool-group no-face" role="status" data-test="no-face">
    ${icon(ScanFace)}
    <p class="no-face-title">${words.edit.noFace}</p>
    <p class="soft">${words.edit.noFaceHint}</p>
  </div>`;
}
