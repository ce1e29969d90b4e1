import { html, nothing, type TemplateResult } from "lit-html";
import { Blend, Check, Crop as CropIcon, Eye, Frame, Smile, Sun, TriangleAlert } from "lucide";
import type { View } from "../../shared/bindings/View";
import { icon } from "../../shared/icon";
import { actions } from "../edit/actions";
import { beautyTools } from "../edit/beauty_tools";
import { borderTools } from "../edit/border_tools";
import { cropTools } from "../edit/crop_tools";
import { Editor } from "../edit/editor";
import { lightTools } from "../edit/light_tools";
import { lookTools } from "../edit/look_tools";
import type { ToolGroup, Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";

/** There is one editor, and one finger or two on it. */
const editor = new Editor();

const GROUPS: readonly (readonly [ToolGroup, typeof Sun, typeof cropTools])[] = [
  ["crop", CropIcon, cropTools],
  ["light", Sun, lightTools],
  ["looks", Blend, lookTools],
  ["beauty", Smile, beautyTools],
  ["border", Frame, borderTools],
];

/** One photo and its tools. "Keep this" keeps what was done, Back takes it back. */
export function editScreen(ui: Ui, view: View, screen: ScreenOf<"edit">): TemplateResult {
  const { words } = ui;
  editor.show(ui, screen);
  const before = ui.local.recipeBefore ?? screen.line.recipe;
  const shown = GROUPS.find(([group]) => group === ui.local.tools) ?? GROUPS[0]!;
  return frame(ui, view, {
    name: "edit",
    step: 2,
    title: words.edit.title,
    body: html`<div class="edit">
      <div class="edit-photo">${editor.frame.element} ${note(ui)}</div>
      <div class="edit-side">
        <nav class="tool-tabs" aria-label=${words.edit.tools}>
          ${GROUPS.map(
            ([group, shape]) =>
              html`<button
                class="tool-tab"
                data-test="tools-${group}"
                aria-pressed=${group === shown[0]}
                @click=${() => ui.change({ tools: group })}
              >
                ${icon(shape)} <span>${words.edit.group[group]}</span>
              </button>`,
          )}
        </nav>
        ${shown[2](ui, editor)} ${actions(ui, editor)}
      </div>
    </div>`,
    back: () => {
      editor.restore(before);
      ui.send({ command: "back" });
    },
    cancel: () => ui.send({ command: "cancel" }),
    total: html`<p class="total-line">${words.size[screen.line.size]}</p>
      ${screen.line.sharpness === "soft" ? softWarning(ui) : nothing}`,
    primary: {
      label: words.edit.done,
      test: "next",
      press: () => ui.send({ command: "next" }),
    },
  });
}

/** Another screen is shown: no picture stays behind. */
export function leaveEditor(): void {
  editor.close();
}

/** What will disappoint, said where the print's size is. */
function softWarning({ words }: Ui): TemplateResult {
  return html`<p class="soft-photo" role="status" data-test="soft">
    ${icon(TriangleAlert)} <span>${words.sizes.softIn[editor.line.size]}</span>
  </p>`;
}

/** One line over the photo's edge, for a moment: what is shown, or what was done. */
function note(ui: Ui): TemplateResult | typeof nothing {
  const { edit } = ui.words;
  if (editor.isComparing) {
    return html`<p class="edit-note" role="status" data-test="comparing">
      ${icon(Eye)} <span>${edit.beforeShown}</span>
    </p>`;
  }
  if (editor.isShared) {
    return html`<p class="edit-note" role="status" data-test="shared">
      ${icon(Check)} <span>${edit.forAllDone(ui.local.ordered)}</span>
    </p>`;
  }
  return nothing;
}
