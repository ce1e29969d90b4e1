// White paper around the picture, shown on the customer's own photo.

import { html, type TemplateResult } from "lit-html";
import { PAPERS } from "../parts/paper";
import { print, printAspect } from "../parts/print";
import { variables } from "../parts/variables";
import type { Ui } from "../ui";
import type { Editor } from "./editor";

/** Widths on offer, in millimetres. */
const BORDERS = [
  ["none", 0],
  ["narrow", 3],
  ["wide", 6],
] as const;

export function borderTools(ui: Ui, editor: Editor): TemplateResult {
  return html`<div
    class="tool-group border-tools"
    role="group"
    aria-label=${ui.words.edit.group.border}
  >
    ${BORDERS.map(([name, width]) => choice(ui, editor, name, width))}
  </div>`;
}

function choice(
  ui: Ui,
  editor: Editor,
  name: (typeof BORDERS)[number][0],
  border_mm: number,
): TemplateResult {
  const { edit } = ui.words;
  const { recipe, line, photo } = editor;
  const chosen = recipe.border_mm === border_mm;
  const paper = PAPERS[line.size];
  const shown = { ...recipe, border_mm };
  return html`<button
    class="border-choice"
    data-test="border-${name}"
    aria-pressed=${chosen}
    @click=${() => {
      if (!chosen) editor.recut({ border_mm });
    }}
  >
    <span class="fitting">
      <span
        class="fitted"
        ${variables({ "--aspect": printAspect(photo, recipe, paper).toFixed(4) })}
      >
        ${print(ui.printUrl(line.photo, recipe), photo, shown, paper)}
      </span>
    </span>
    <strong>${edit.border[name]}</strong>
    <small>${edit.borderHint[name]}</small>
  </button>`;
}
