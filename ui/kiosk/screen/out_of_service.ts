import { html, type TemplateResult } from "lit-html";
import { CloudOff, FileStack, Printer, Settings2 } from "lucide";
import type { OutOfService } from "../../shared/bindings/OutOfService";
import type { View } from "../../shared/bindings/View";
import { icon } from "../../shared/icon";
import type { Ui } from "../ui";
import { corner, isCovered } from "./frame";
import type { ScreenOf } from "./screen_of";
import { serviceCorner } from "./service_corner";

const PICTURE: Readonly<Record<OutOfService, typeof Printer>> = {
  no_settings: Settings2,
  offline: CloudOff,
  printer_offline: Printer,
  printer_stopped: Printer,
  no_paper: FileStack,
};

/** Nothing can be sold: say so to the whole room, and do not let anyone begin in vain. */
export function outOfServiceScreen(
  ui: Ui,
  view: View,
  { reason }: ScreenOf<"out_of_service">,
): TemplateResult {
  const { out } = ui.words;
  return html`<main
    class="plain screen-out-of-service"
    data-test="screen-out-of-service"
    ?inert=${isCovered(ui, view)}
  >
    ${serviceCorner(ui)}
    <div class="plain-corner">${corner(ui)}</div>
    <div class="emblem emblem-warn">${icon(PICTURE[reason])}</div>
    <h1 data-test="title">${out.title[reason]}</h1>
    <p class="lead">${out.text[reason]}</p>
    <p class="lead">${out.money}</p>
    <p class="soft">${out.todo}</p>
    <p class="soft place">${placeOf(view)}</p>
  </main>`;
}

/** The kiosk's name and where it stands. */
export function placeOf(view: View): string {
  return [view.kiosk_name, view.site_name].filter((name) => name !== "").join(" · ");
}
