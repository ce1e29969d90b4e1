import { html, type TemplateResult } from "lit-html";

/** What to do, in order: short sentences with a number each. */
export function steps(sentences: readonly string[]): TemplateResult {
  return html`<ol class="steps">
    ${sentences.map(
      (sentence, index) =>
        html`<li>
          <span class="step-number numbers" aria-hidden="true">${index + 1}</span>
          <span>${sentence}</span>
        </li>`,
    )}
  </ol>`;
}
