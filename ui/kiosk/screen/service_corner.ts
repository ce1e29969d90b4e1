import { html, type TemplateResult } from "lit-html";
import { NO_PASSWORD, type Ui } from "../ui";

/** So many taps in a row open the door... */
const TAPS = 5;
/** ...each at most so long after the one before: no customer taps a bare corner like that. */
const BETWEEN_TAPS_MS = 500;

let taps = 0;
let lastAt = -Infinity;

/** The technician's way in: nothing to see, in the top left corner of the idle screens. */
export function serviceCorner(ui: Ui): TemplateResult {
  const tapped = (event: PointerEvent): void => {
    taps = event.timeStamp - lastAt <= BETWEEN_TAPS_MS ? taps + 1 : 1;
    lastAt = event.timeStamp;
    if (taps < TAPS) return;
    taps = 0;
    ui.change({ sheet: "password", password: NO_PASSWORD });
  };
  return html`<div
    class="service-corner"
    data-test="service-corner"
    aria-hidden="true"
    @pointerdown=${tapped}
  ></div>`;
}
