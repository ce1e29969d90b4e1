// Looks, each shown on the customer's own photo.

import { html, nothing, type TemplateResult } from "lit-html";
import type { Look } from "../../shared/bindings/Look";
import type { Ui } from "../ui";
import type { Editor } from "./editor";
import { NO_BEAUTIFY, NO_LOOK } from "./retouching";
import { slider } from "./slider";

/** In the order of the finger's surprise: colour first, then film, then black and white. */
const LOOKS: readonly Look[] = [
  "none",
  "vivid",
  "fresh",
  "golden",
  "cool",
  "film",
  "chrome",
  "faded",
  "cinema",
  "blossom",
  "forest",
  "instant",
  "mono",
  "noir",
  "sepia",
];

/** The longer side of a thumbnail, in pixels. */
const THUMBNAIL_PX = 240;

export function lookTools(ui: Ui, editor: Editor): TemplateResult {
  const { look } = editor.recipe;
  return html`<div class="tool-group look-tools">
    <div class="looks" role="group" aria-label=${ui.words.edit.group.looks}>
      ${LOOKS.map((name) => choice(ui, editor, name))}
    </div>
    ${
      look.name === "none"
        ? nothing
        : slider(ui, {
            test: "strength",
            name: ui.words.edit.strength,
            value: look.strength,
            least: 0,
            rest: 100,
            change: (strength) =>
              editor.change({ look: { name: editor.recipe.look.name, strength } }),
            settle: () => editor.settle(),
          })
    }
  </div>`;
}

function choice(ui: Ui, editor: Editor, name: Look): TemplateResult {
  const { recipe, line } = editor;
  const chosen = recipe.look.name === name;
  const look = name === "none" ? NO_LOOK : { name, strength: 100 };
  // Skin is too small to be seen here; light and colour are not.
  const thumbnail = { tone: recipe.tone, look, beautify: NO_BEAUTIFY };
  return html`<button
    class="look"
    data-test="look-${name}"
    aria-pressed=${chosen}
    @click=${() => {
      if (!chosen) editor.set({ look });
    }}
  >
    <img
      src=${ui.proofUrl(line.photo, thumbnail, THUMBNAIL_PX)}
      alt=""
      decoding="async"
      draggable="false"
      data-mirror=${recipe.mirror}
      data-turns=${recipe.quarter_turns}
    />
    <span>${ui.words.edit.look[name]}</span>
  </button>`;
}
