import { html, type TemplateResult } from "lit-html";
import type { View } from "../../shared/bindings/View";
import type { Ui } from "../ui";
import { corner, isCovered } from "./frame";
import type { ScreenOf } from "./screen_of";
import { serviceCorner } from "./service_corner";
import { steps } from "./steps";

/** Nobody knows this kiosk yet: a manager types the code on the dashboard. */
export function pairingScreen(ui: Ui, view: View, { code }: ScreenOf<"pairing">): TemplateResult {
  const { pairing } = ui.words;
  return html`<main
    class="plain screen-pairing"
    data-test="screen-pairing"
    ?inert=${isCovered(ui, view)}
  >
    ${serviceCorner(ui)}
    <div class="plain-corner">${corner(ui)}</div>
    <h1 data-test="title">${pairing.title}</h1>
    ${
      code === null
        ? html`<p class="lead" role="status">${pairing.connecting}</p>
            <p class="soft">${pairing.connectingHint}</p>`
        : html`${steps([pairing.steps.open, pairing.steps.add, pairing.steps.type])}
            <p
              class="code numbers"
              role="img"
              data-test="pairing-code"
              aria-label=${pairing.codeLabel(code)}
            >
              ${[...code].map((character) => html`<span aria-hidden="true">${character}</span>`)}
            </p>`
    }
  </main>`;
}
