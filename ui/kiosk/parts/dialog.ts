import { html, type TemplateResult } from "lit-html";

/** What lies over the screen and asks for an answer, or explains something. */
export function dialog(name: string, title: string, body: unknown): TemplateResult {
  return html`<div class="veil">
    <section
      class="dialog dialog-${name}"
      role="dialog"
      aria-modal="true"
      aria-labelledby="dialog-${name}"
      data-test="dialog-${name}"
    >
      <h2 id="dialog-${name}">${title}</h2>
      ${body}
    </section>
  </div>`;
}
