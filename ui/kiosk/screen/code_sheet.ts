import { html, type TemplateResult } from "lit-html";
import { codeKeys } from "../parts/code_keys";
import { dialog } from "../parts/dialog";
import type { Ui } from "../ui";

/** The shortest code there is. */
const FEWEST_CHARACTERS = 4;

/** Where a discount code is typed. What was typed is gone once the sheet closes. */
export function codeSheet(ui: Ui): TemplateResult {
  const { code } = ui.words.review;
  const typed = ui.local.code;
  return dialog(
    "code",
    code.title,
    html`<p class="soft">${code.hint}</p>
      <p class="typed-code" role="status" aria-label=${code.typed(typed)} data-test="typed-code">
        ${grouped(typed)}<i class="caret"></i>
      </p>
      ${codeKeys(typed, code.erase, (code) => ui.change({ code }))}
      <div class="answers-row">
        <button
          class="quiet"
          data-test="close"
          @click=${() => ui.change({ sheet: "none", code: "" })}
        >
          ${ui.words.close}
        </button>
        <button
          class="primary"
          data-test="use-code"
          ?disabled=${typed.length < FEWEST_CHARACTERS}
          @click=${() => use(ui, typed)}
        >
          ${code.use}
        </button>
      </div>`,
  );
}

/** In fours, as codes are printed. */
function grouped(typed: string): string {
  return typed.replace(/(.{4})(?=.)/g, "$1 ");
}

function use(ui: Ui, code: string): void {
  ui.send({ command: "enter_code", code });
  ui.change({ sheet: "none", code: "" });
}
