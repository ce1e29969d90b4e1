import { html, nothing, type TemplateResult } from "lit-html";
import { ChevronRight, CircleAlert, TicketPercent, X } from "lucide";
import type { CodeView } from "../../shared/bindings/CodeView";
import { money } from "../../shared/format";
import { icon } from "../../shared/icon";
import type { Ui } from "../ui";

/** The door to a discount code beside the bill, and what became of the one that was typed. */
export function codeDoor(ui: Ui, view: CodeView): TemplateResult {
  const { code } = ui.words.review;
  switch (view.code) {
    case "none":
      return door(ui, code.have, null);
    case "checking":
      return html`<p class="code-door code-checking" role="status" data-test="code-checking">
        ${icon(TicketPercent)} <span>${code.checking}</span>
      </p>`;
    case "counts":
      return html`<div class="code-door code-counts" data-test="code-counts">
        ${icon(TicketPercent)}
        <span class="numbers"
          >${
            view.off === 0 ? code.fitsNothing(view.name) : code.counts(view.name, money(view.off))
          }</span
        >
        <button
          class="quiet code-remove"
          data-test="remove-code"
          aria-label=${code.remove}
          @click=${() => ui.send({ command: "remove_code" })}
        >
          ${icon(X)}
        </button>
      </div>`;
    case "refused":
      return door(ui, code.another, code.refusal[view.refusal]);
    case "unanswered":
      return door(ui, code.again, code.unanswered);
  }
}

function door(ui: Ui, label: string, problem: string | null): TemplateResult {
  return html`<div class="code-entry">
    ${
      problem === null
        ? nothing
        : html`<p class="code-problem" role="alert" data-test="code-problem">
            ${icon(CircleAlert)} <span>${problem}</span>
          </p>`
    }
    <button
      class="quiet code-door"
      data-test="code"
      @click=${() => ui.change({ sheet: "code", code: "" })}
    >
      ${icon(TicketPercent)} <span>${label}</span> ${icon(ChevronRight)}
    </button>
  </div>`;
}
