import { html, type TemplateResult } from "lit-html";
import type { View } from "../../shared/bindings/View";
import type { Ui } from "../ui";
import { serviceCorner } from "./service_corner";

/** The kiosk is starting: three prints develop one after the other. */
export function startingScreen(ui: Ui, _view: View): TemplateResult {
  const { words } = ui;
  return html`<main class="plain screen-starting" data-test="screen-starting">
    ${serviceCorner(ui)}
    <div class="developing" aria-hidden="true"><i></i><i></i><i></i></div>
    <h1 data-test="title">${words.starting.title}</h1>
    <p class="lead">${words.starting.text}</p>
  </main>`;
}
