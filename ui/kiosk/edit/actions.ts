// What belongs to every tool: a step back, a look back, all back, and on to the other photos.

import { html, nothing, type TemplateResult } from "lit-html";
import { CopyCheck, Eye, RotateCcw, Undo2 } from "lucide";
import { icon } from "../../shared/icon";
import type { Ui } from "../ui";
import type { Editor } from "./editor";
import { toolButton } from "./tool_button";

export function actions(ui: Ui, editor: Editor): TemplateResult {
  const { edit } = ui.words;
  const others = ui.local.ordered;
  return html`<div class="edit-actions">
    ${toolButton({
      test: "undo",
      label: edit.undo,
      shape: Undo2,
      disabled: !editor.canUndo,
      press: () => editor.undo(),
    })}
    ${toolButton({
      test: "reset",
      label: edit.reset,
      shape: RotateCcw,
      press: () => editor.reset(),
    })}
    <button
      class="quiet tool"
      data-test="before"
      aria-pressed=${editor.isComparing}
      @pointerdown=${(event: PointerEvent) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        editor.compare(true);
      }}
      @pointerup=${() => editor.compare(false)}
      @pointercancel=${() => editor.compare(false)}
    >
      ${icon(Eye)} <span>${edit.before}</span>
    </button>
    ${
      others === 1
        ? nothing
        : toolButton({
            test: "for-all",
            label: edit.forAll(others),
            shape: CopyCheck,
            disabled: editor.isShared,
            press: () => editor.shareWithAll(),
          })
    }
  </div>`;
}
