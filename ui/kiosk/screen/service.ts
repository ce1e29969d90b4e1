import { html, type TemplateResult } from "lit-html";
import { Check, CircleAlert } from "lucide";
import type { View } from "../../shared/bindings/View";
import { count } from "../../shared/format";
import { icon } from "../../shared/icon";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";

/** The technician's screen. */
export function serviceScreen(ui: Ui, view: View, { report }: ScreenOf<"service">): TemplateResult {
  const { service } = ui.words;
  const rows: readonly [string, unknown][] = [
    [service.kiosk, report.kiosk],
    [service.software, report.software_version],
    [service.settings, count(report.settings_version)],
    [service.dashboard, answering(ui, report.dashboard_answers)],
    [service.printer, answering(ui, report.printer_answers)],
    [service.reasons, report.printer_reasons.join(", ") || service.noReasons],
    [service.printsLeft, report.prints_left === null ? service.unknown : count(report.prints_left)],
    [service.factsPending, count(report.facts_pending)],
    [service.ordersOpen, count(report.orders_open)],
  ];
  return frame(ui, view, {
    name: "service",
    title: service.title,
    body: html`<table class="report numbers" data-test="report">
      <tbody>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>`,
    back: () => ui.send({ command: "back" }),
    primary: {
      label: service.resume,
      test: "resume-printer",
      press: () => ui.send({ command: "resume_printer" }),
    },
  });
}

function answering({ words }: Ui, answers: boolean): TemplateResult {
  return answers
    ? html`<span class="good">${icon(Check)} ${words.service.answers}</span>`
    : html`<span class="bad">${icon(CircleAlert)} ${words.service.silent}</span>`;
}
