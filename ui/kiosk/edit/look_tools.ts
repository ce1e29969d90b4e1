// Looks, each shown on the customer's own photo.

import { html, nothing, type TemplateResult } from "lit-html";
import type { Look } from "../../shared/bindings/Look";
import type { LookSetting } from "../../shared/bindings/LookSetting";
import type { Ui } from "../ui";
import type { Editor } from "./editor";
import { NO_BEAUTIFY, NO_LOOK } from "./retouching";
import { slider } from "./slider";

/** As they stand: colour first, then film, then black and white. */
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
  const { look, tone } = editor.recipe;
  // Skin is too small to be seen here; light and colour are not.
  const pictures = editor.thumbnails.at(
    LOOKS.map((name) => {
      const thumbnail = { tone, look: settingOf(name), beautify: NO_BEAUTIFY };
      return ui.proofUrl(editor.line.photo, thumbnail, THUMBNAIL_PX);
    }),
  );
  return html`<div class="tool-group look-tools">
    <div class="looks" role="group" aria-label=${ui.words.edit.group.looks}>
      ${LOOKS.map((name, index) => choice(ui, editor, name, pictures[index]!))}
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

function choice(ui: Ui, editor: Editor, name: Look, picture: HTMLImageElement): TemplateResult {
  const chosen = editor.recipe.look.name === name;
  return html`<button
    class="look"
    data-test="look-${name}"
    aria-pressed=${chosen}
    @click=${() => {
      if (!chosen) editor.set({ look: settingOf(name) });
    }}
  >
    <span class="look-picture">${picture}</span>
    <span>${ui.words.edit.look[name]}</span>
  </button>`;
}

function settingOf(name: Look): LookSetting {
  return name === "none" ? NO_LOOK : { name, strength: 100 };
}
