import { html, type TemplateResult } from "lit-html";

/** Our own pictures, drawn for this wall: no customer's photo is ever shown to the next. */
const SAMPLES = Object.values(
  import.meta.glob<string>("../samples/*.jpg", { eager: true, query: "?url", import: "default" }),
);

const COLUMNS = 4;

/** A wall of sample prints that moves slowly. Each column runs in a circle, so it is drawn twice. */
export function sampleWall(): TemplateResult {
  const columns = Array.from({ length: COLUMNS }, (_, column) =>
    // Every column begins elsewhere, so that no picture meets itself.
    SAMPLES.map((_sample, index) => SAMPLES[(index + column * 3) % SAMPLES.length]!),
  );
  return html`<div class="wall" aria-hidden="true">
    ${columns.map(
      (samples) =>
        html`<div class="wall-column">
          ${[...samples, ...samples].map(
            (url) => html`<img src=${url} alt="" decoding="async" draggable="false" />`,
          )}
        </div>`,
    )}
  </div>`;
}
