import { html, nothing, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { ShieldCheck, TriangleAlert } from "lucide";
import type { Hold } from "../../shared/bindings/Hold";
import type { SheetView } from "../../shared/bindings/SheetView";
import type { View } from "../../shared/bindings/View";
import { icon } from "../../shared/icon";
import { INDEX_ASPECT, indexSheet } from "../parts/index_sheet";
import { pictureSize } from "../parts/picture_size";
import { PAPERS } from "../parts/paper";
import { print, printAspect } from "../parts/print";
import { receiptCard } from "../parts/receipt";
import { variables } from "../parts/variables";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";

/** Paid; sheets come out. */
export function printingScreen(ui: Ui, view: View, screen: ScreenOf<"printing">): TemplateResult {
  const { printing } = ui.words;
  const { sheet, of, seconds_left, hold, course, receipt } = screen;
  return frame(ui, view, {
    name: "printing",
    title: printing.title,
    body: html`<div class="printing">
      ${printer(ui, screen)}
      <div class="printing-words" role="status">
        ${
          course === "stopping"
            ? stopping(ui)
            : hold === null
              ? html`<h2 data-test="progress">${printing.progress(sheet, of)}</h2>
                  <p class="lead numbers" data-test="minutes-left">
                    ${seconds_left === null ? "" : timeLeft(ui, seconds_left)}
                  </p>
                  ${sheets(sheet, of)}
                  ${
                    receipt.url === null
                      ? html`<p class="soft">${printing.stay}</p>`
                      : receiptCard(ui, receipt)
                  }`
              : held(ui, screen, hold)
        }
      </div>
    </div>`,
  });
}

/** The customer chose the money, or nothing more can be printed. */
function stopping({ words }: Ui): TemplateResult {
  return html`<h2 data-test="stopping">${words.printing.stopping}</h2>
    <p class="promise">${icon(ShieldCheck)} <span>${words.printing.holdMoney}</span></p>`;
}

function timeLeft({ words }: Ui, seconds: number): string {
  return seconds < 50 ? words.printing.soon : words.printing.minutes(Math.ceil(seconds / 60 - 0.2));
}

/** One mark a sheet: done, in hand, to come. Above a few dozen a bar says the same. */
function sheets(sheet: number, of: number): TemplateResult {
  if (of > 24) {
    const share = (100 * (sheet - 1)) / of;
    return html`<div class="bar" aria-hidden="true" ${variables({ "--share": `${share}%` })}>
      <i></i>
    </div>`;
  }
  return html`<ol class="sheets" aria-hidden="true">
    ${Array.from({ length: of }, (_, index) => {
      const state = index + 1 < sheet ? "out" : index + 1 === sheet ? "now" : "next";
      return html`<li class="sheet-${state}"></li>`;
    })}
  </ol>`;
}

function held(ui: Ui, { sheet, of }: ScreenOf<"printing">, hold: Hold): TemplateResult {
  const { printing } = ui.words;
  return html`<div class="held" data-test="hold-${hold}">
    <h2>${icon(TriangleAlert)} <span>${printing.holdTitle[hold]}</span></h2>
    <p class="lead">${printing.holdText(sheet - 1, of)}</p>
    ${sheets(sheet, of)}
    <p class="promise">${icon(ShieldCheck)} <span>${printing.holdMoney}</span></p>
    <button
      class="quiet give-up"
      data-test="give-up"
      @click=${() => ui.send({ command: "give_up_printing" })}
    >
      ${printing.giveUp}
    </button>
  </div>`;
}

/** A drawn printer that feeds the real photo. */
function printer(ui: Ui, screen: ScreenOf<"printing">): TemplateResult {
  const { sheet, of, shows, seconds_left, hold } = screen;
  const eachSeconds =
    seconds_left === null ? 12 : Math.max(4, Math.round(seconds_left / (of - sheet + 1)));
  return html`<div class="printer ${hold === null ? "" : "printer-held"}" aria-hidden="true">
    <div class="printer-case"><i class="printer-light"></i></div>
    <div class="printer-mouth">
      ${keyed(
        sheet,
        shows.shows === "photo"
          ? photoFeed(ui, shows, eachSeconds)
          : feed(eachSeconds, INDEX_ASPECT, indexSheet(ui, shows.photos, shows.first)),
      )}
    </div>
    <i class="printer-tray"></i>
  </div>`;
}

function photoFeed(
  ui: Ui,
  { photo, recipe, size: paper }: Extract<SheetView, { shows: "photo" }>,
  seconds: number,
): TemplateResult {
  const size = pictureSize(ui.photoUrl(photo), () => ui.redraw());
  if (size === undefined) return feed(seconds, 1, nothing);
  const aspect = printAspect(size, recipe, PAPERS[paper]);
  return feed(seconds, aspect, print(ui.printUrl(photo, recipe), size, recipe, PAPERS[paper]));
}

/** Paper of that shape, coming out of the slot in so many seconds. */
function feed(
  seconds: number,
  aspect: number,
  sheet: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<div
    class="feed"
    ${variables({ "--feed": `${seconds}s`, "--aspect": aspect.toFixed(4) })}
  >
    ${sheet}
  </div>`;
}
