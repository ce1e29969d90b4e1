import { html, nothing, type TemplateResult } from "lit-html";
import type { IconNode } from "lucide";
import { icon } from "../../shared/icon";

/** A touch that does one thing: icon and words. */
export interface ToolButton {
  readonly test: string;
  readonly label: string;
  readonly shape: IconNode;
  readonly press: () => void;
  readonly disabled?: boolean;
  /** Whether it is in force, where it can be. */
  readonly pressed?: boolean;
}

export function toolButton(parts: ToolButton): TemplateResult {
  return html`<button
    class="quiet tool"
    data-test=${parts.test}
    ?disabled=${parts.disabled ?? false}
    aria-pressed=${parts.pressed ?? nothing}
    @click=${parts.press}
  >
    ${icon(parts.shape)} <span>${parts.label}</span>
  </button>`;
}
