import { html, nothing, type TemplateResult } from "lit-html";
import { Crop as CropIcon, Minus, Plus, TriangleAlert } from "lucide";
import type { Line } from "../../shared/bindings/Line";
import type { Offer } from "../../shared/bindings/Offer";
import type { PrintSize } from "../../shared/bindings/PrintSize";
import type { Quote } from "../../shared/bindings/Quote";
import type { View } from "../../shared/bindings/View";
import { money } from "../../shared/format";
import { icon } from "../../shared/icon";
import { pager } from "../parts/pager";
import { PAPERS } from "../parts/paper";
import { print, printAspect } from "../parts/print";
import { variables } from "../parts/variables";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";

const PER_PAGE = { portrait: 4, landscape: 4, square: 3 } as const;

/** The most copies of one photo, as the order counts them. */
const MOST_COPIES = 50;

/** Step 2: size and copies of each photo. */
export function sizesScreen(ui: Ui, view: View, screen: ScreenOf<"sizes">): TemplateResult {
  const { words } = ui;
  const { offers, lines, quote } = screen;
  return frame(ui, view, {
    name: "sizes",
    step: 2,
    title: words.sizes.title,
    body: html`<div class="split">
      ${pager(ui, "sizes", lines, PER_PAGE[ui.layout], (line, number) =>
        card(ui, line, number, offers),
      )}
      <aside class="panel panel-sizes">
        ${offers.map((offer) => sizeOfAll(ui, offer, lines))}
        ${quote === null ? html`<p class="soft">${words.sizes.noPrice}</p>` : nothing}
      </aside>
    </div>`,
    back: () => ui.send({ command: "back" }),
    cancel: () => ui.send({ command: "cancel" }),
    total: runningTotal(ui, quote),
    primary: {
      label: words.sizes.next,
      test: "next",
      disabled: quote === null,
      press: () => ui.send({ command: "next" }),
    },
  });
}

/** What it costs so far: prints, discount, sum. */
export function runningTotal({ words }: Ui, quote: Quote | null): TemplateResult {
  if (quote === null) return html``;
  const sheets = quote.lines.reduce((sum, line) => sum + line.sheets, 0);
  return html`<p class="total-words">
      ${words.prints(sheets)}${
        quote.discount > 0
          ? html`<span class="total-discount numbers" data-test="discount"
              >${words.sizes.discount} −${money(quote.discount)}</span
            >`
          : nothing
      }
    </p>
    <p class="total-sum numbers" data-test="total">
      ${quote.total === 0 ? words.review.free : money(quote.total)}
    </p>`;
}

function sizeOfAll(ui: Ui, offer: Offer, lines: readonly Line[]): TemplateResult {
  const { words } = ui;
  const all = lines.every((line) => line.size === offer.size);
  return html`<button
    class="quiet size-of-all"
    data-test="all-${offer.size}"
    aria-pressed=${all}
    ?disabled=${!offer.available}
    @click=${() => ui.send({ command: "set_size_of_all", size: offer.size })}
  >
    <strong>${words.sizes.all[offer.size]}</strong>
    <span class="numbers">
      ${offer.available ? `${money(offer.price)} ${words.attract.price}` : words.sizes.out}
    </span>
    <small>${words.millimetres[offer.size]}</small>
  </button>`;
}

function card(ui: Ui, line: Line, number: number, offers: readonly Offer[]): TemplateResult {
  const { words } = ui;
  const photo = { width: line.width_px, height: line.height_px };
  const paper = PAPERS[line.size];
  return html`<li class="card" data-test="line-${line.photo}">
    <button
      class="card-picture"
      data-test="edit-${line.photo}"
      aria-label=${words.sizes.editPhoto(number)}
      @click=${() => ui.send({ command: "open_editor", photo: line.photo })}
    >
      <span class="fitting">
        <span
          class="fitted"
          ${variables({ "--aspect": printAspect(photo, line.recipe, paper).toFixed(4) })}
        >
          ${print(ui.printUrl(line.photo, line.recipe), photo, line.recipe, paper)}
        </span>
      </span>
      ${
        line.sharpness === "soft"
          ? html`<span class="soft-photo" data-test="soft-${line.photo}">
              ${icon(TriangleAlert)} ${words.sizes.soft}
            </span>`
          : nothing
      }
      <span class="card-edit">${icon(CropIcon)} ${words.sizes.edit}</span>
    </button>
    <div class="card-controls">
      <div class="toggle" role="group" aria-label=${words.sizes.sizeOf(number)}>
        ${offers.map((offer) => sizeChoice(ui, line, offer))}
      </div>
      ${copies(ui, line, number)}
    </div>
  </li>`;
}

function sizeChoice(ui: Ui, line: Line, offer: Offer): TemplateResult {
  const choose = (size: PrintSize): void =>
    ui.send({ command: "set_size", photo: line.photo, size });
  return html`<button
    data-test="size-${offer.size}-${line.photo}"
    aria-pressed=${line.size === offer.size}
    ?disabled=${!offer.available}
    @click=${() => choose(offer.size)}
  >
    ${ui.words.size[offer.size]}
  </button>`;
}

function copies(ui: Ui, line: Line, number: number): TemplateResult {
  const { sizes } = ui.words;
  const set = (count: number): void =>
    ui.send({ command: "set_copies", photo: line.photo, copies: count });
  return html`<div class="stepper">
    <button
      data-test="copies-minus-${line.photo}"
      aria-label=${sizes.fewer(number)}
      ?disabled=${line.copies <= 1}
      @click=${() => set(line.copies - 1)}
    >
      ${icon(Minus)}
    </button>
    <output class="numbers" data-test="copies-${line.photo}" aria-label=${sizes.copies(line.copies)}
      >${line.copies}</output
    >
    <button
      data-test="copies-plus-${line.photo}"
      aria-label=${sizes.more(number)}
      ?disabled=${line.copies >= MOST_COPIES}
      @click=${() => set(line.copies + 1)}
    >
      ${icon(Plus)}
    </button>
  </div>`;
}
