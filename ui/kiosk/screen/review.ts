import { html, nothing, type TemplateResult } from "lit-html";
import { Check, CircleAlert, Grid3x3, Hourglass, ShieldCheck } from "lucide";
import type { IndexOffer } from "../../shared/bindings/IndexOffer";
import type { Line } from "../../shared/bindings/Line";
import type { Obstacle } from "../../shared/bindings/Obstacle";
import type { Quote } from "../../shared/bindings/Quote";
import type { ReductionKind } from "../../shared/bindings/ReductionKind";
import type { View } from "../../shared/bindings/View";
import { money } from "../../shared/format";
import { icon } from "../../shared/icon";
import { pager } from "../parts/pager";
import { PAPERS } from "../parts/paper";
import { print, printAspect } from "../parts/print";
import { variables } from "../parts/variables";
import type { Ui } from "../ui";
import type { Words } from "../words/words";
import { codeDoor } from "./code_door";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";
import { runningTotal } from "./sizes";

const PER_PAGE = { portrait: 9, landscape: 8, square: 6 } as const;

/** The longest paper, so that the prints lie on the screen in true proportion. */
const LONGEST = Math.max(...Object.values(PAPERS).map(({ long }) => long));

/** What goes by itself, in moments. */
const PASSING: readonly Obstacle["obstacle"][] = ["unstudied", "code_held"];

/** Step 3: what will be printed and what it costs. */
export function reviewScreen(ui: Ui, view: View, screen: ScreenOf<"review">): TemplateResult {
  const { words } = ui;
  const { lines, quote, index_print, code, obstacle } = screen;
  return frame(ui, view, {
    name: "review",
    step: 3,
    title: words.review.title,
    body: html`<div class="split">
      ${pager(ui, "review", lines, PER_PAGE[ui.layout], (line, number) => sheet(ui, line, number))}
      <aside class="panel panel-review">
        ${obstacle === null ? nothing : obstacleNote(ui, obstacle)}
        ${index_print === null ? nothing : indexToggle(ui, index_print)}
        ${code === null ? nothing : codeDoor(ui, code)}
        ${quote === null ? nothing : bill(ui, quote)}
        ${
          hasPromise(screen)
            ? html`<p class="promise">${icon(ShieldCheck)} <span>${words.review.promise}</span></p>`
            : nothing
        }
      </aside>
    </div>`,
    back: () => ui.send({ command: "back" }),
    cancel: () => ui.send({ command: "cancel" }),
    total: runningTotal(ui, quote),
    primary: {
      label: payLabel(words, quote),
      test: "pay",
      disabled: quote === null || obstacle !== null,
      press: () => ui.send({ command: "pay" }),
    },
  });
}

/** The most lines of a bill that leave room for the promise. */
const SHORT_BILL = 5;

/** What is wrong, and a long bill, take the place of the promise. It stands in the help, too. */
function hasPromise({ quote, code, obstacle }: ScreenOf<"review">): boolean {
  const refused = code?.code === "refused" || code?.code === "unanswered";
  if (quote === null || obstacle !== null || refused) return false;
  const rows = quote.lines.length + (quote.reductions?.length ?? (quote.discount > 0 ? 1 : 0));
  return quote.total > 0 && rows <= SHORT_BILL;
}

/** What costs nothing is printed, not paid. */
function payLabel({ review }: Words, quote: Quote | null): string {
  if (quote === null) return review.pay("");
  return quote.total === 0 ? review.printFree : review.pay(money(quote.total));
}

/** One photo as the paper will show it, as large as its paper is beside the others. */
function sheet(ui: Ui, line: Line, number: number): TemplateResult {
  const { words } = ui;
  const photo = { width: line.width_px, height: line.height_px };
  const paper = PAPERS[line.size];
  const aspect = printAspect(photo, line.recipe, paper);
  const long = paper.long / LONGEST;
  const [width, height] = aspect >= 1 ? [long, long / aspect] : [long * aspect, long];
  return html`<li class="print-cell" data-test="print-${line.photo}">
    <div class="print-table">
      <div
        class="paper"
        ${variables({
          "--width": width.toFixed(4),
          "--height": height.toFixed(4),
        })}
      >
        ${print(ui.printUrl(line.photo, line.recipe), photo, line.recipe, paper, words.photo(number))}
      </div>
    </div>
    <p class="print-words numbers">${words.review.each(words.size[line.size], line.copies)}</p>
  </li>`;
}

/** One touch adds the index print, another takes it out. */
function indexToggle(ui: Ui, { ordered, sheets, amount, available }: IndexOffer): TemplateResult {
  const { index } = ui.words.review;
  const added = ordered === "with";
  return html`<button
    class="quiet index-toggle"
    data-test="index-print"
    aria-pressed=${added}
    ?disabled=${!available}
    @click=${() => ui.send({ command: "set_index_print", index_print: added ? "without" : "with" })}
  >
    <span class="index-sign">${icon(Grid3x3)}</span>
    <span class="index-words">
      <strong class="numbers">${(added ? index.added : index.add)(sheets, money(amount))}</strong>
      <small>${available ? index.hint : index.out}</small>
    </span>
    <span class="index-tick" aria-hidden="true">${icon(Check)}</span>
  </button>`;
}

function bill({ words }: Ui, quote: Quote): TemplateResult {
  return html`<table class="bill numbers">
    <tbody>
      ${quote.lines.map(
        (line) =>
          html`<tr data-test="bill-${line.size}">
            <th scope="row">${words.review.each(words.product[line.size], line.sheets)}</th>
            <td>${money(line.amount)}</td>
          </tr>`,
      )}
      ${(quote.reductions ?? []).map(
        (reduction) =>
          html`<tr class="bill-discount" data-test="bill-${reduction.kind.by}">
            <th scope="row">${reductionName(words, reduction.kind)}</th>
            <td>−${money(reduction.amount)}</td>
          </tr>`,
      )}
      <tr class="bill-total" data-test="bill-total">
        <th scope="row">${words.review.total}</th>
        <td>${quote.total === 0 ? words.review.free : money(quote.total)}</td>
      </tr>
    </tbody>
  </table>`;
}

/** What a reduction is called: by its reason, or by the name that the shop gave it. */
function reductionName({ review, product }: Words, kind: ReductionKind): string {
  switch (kind.by) {
    case "volume":
      return review.reduction.volume(product[kind.product], kind.from_sheets);
    case "first_prints":
      return review.reduction.firstPrints(kind.sheets);
    case "whole_order":
      return review.discount;
    case "window":
    case "code":
    case "event":
      return kind.name;
  }
}

function obstacleNote({ words }: Ui, obstacle: Obstacle): TemplateResult | typeof nothing {
  // Where the code stands, it says so itself.
  if (obstacle.obstacle === "code_checked") return nothing;
  const { obstacle: why } = words.review;
  const text = (): string => {
    switch (obstacle.obstacle) {
      case "size_out":
        return why.sizeOut[obstacle.size];
      case "too_few_prints_left":
        return why.tooFew(obstacle.left);
      case "offline":
        return why.offline;
      case "printer_down":
        return why.printerDown;
      case "free_limit":
        return why.freeLimit(obstacle.most);
      case "unstudied":
        return why.unstudied(obstacle.photos);
      case "code_held":
        return why.codeHeld;
    }
  };
  const passes = PASSING.includes(obstacle.obstacle);
  return html`<p
    class="obstacle ${passes ? "obstacle-passing" : ""}"
    role=${passes ? "status" : "alert"}
    data-test="obstacle-${obstacle.obstacle}"
  >
    ${icon(passes ? Hourglass : CircleAlert)} <span>${text()}</span>
  </p>`;
}
