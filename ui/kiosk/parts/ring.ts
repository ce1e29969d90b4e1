import { html, type TemplateResult } from "lit-html";

/** A ring that empties: `left` of `all` seconds, with the time in its middle. */
export function ring(left: number, all: number, text: string, label: string): TemplateResult {
  const share = all > 0 ? Math.min(1, Math.max(0, left / all)) : 0;
  return html`<div class="ring" role="timer" aria-label=${label} data-test="time-left">
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring-track" cx="50" cy="50" r="44"></circle>
      <circle
        class="ring-left"
        cx="50"
        cy="50"
        r="44"
        pathLength="100"
        stroke-dasharray="100"
        stroke-dashoffset=${(100 * (1 - share)).toFixed(2)}
        transform="rotate(-90 50 50)"
      ></circle>
    </svg>
    <span class="ring-text numbers">${text}</span>
  </div>`;
}
