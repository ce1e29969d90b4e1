import { svg, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { html } from "lit-html";
import { encode } from "uqr";

/** Light modules around the code, as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;

/**
 * `text` as a QR code, byte for byte, with error correction M (15 %): enough for a thumb print on
 * the glass, small enough to be read from a metre away.
 */
export function qrCode(text: string, label: string, test: string): TemplateResult {
  return html`<div class="qr" role="img" aria-label=${label} data-test=${test}>
    ${guard([text], () => drawing(text))}
  </div>`;
}

function drawing(text: string): TemplateResult {
  const { data, size } = encode(text, { ecc: "M", boostEcc: false, border: QUIET_ZONE });
  return html`<svg viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" aria-hidden="true">
    ${svg`<path d=${outline(data)}></path>`}
  </svg>`;
}

/** One rectangle for each run of dark modules. */
function outline(rows: readonly (readonly boolean[])[]): string {
  let path = "";
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x += 1;
      const run = x + 1 - start;
      path += `M${start} ${y}h${run}v1h-${run}z`;
    }
  });
  return path;
}
