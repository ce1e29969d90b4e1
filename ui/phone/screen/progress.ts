import { html, nothing, type TemplateResult } from "lit-html";
import { Check, CreditCard } from "lucide";
import { timeOfDay } from "../../shared/format";
import { icon } from "../../shared/icon";
import type { Photo } from "../photo";
import type { PhoneView, Stage } from "../wire";
import type { Words } from "../words/words";
import { tiles } from "./collecting";

/** The kiosk waits for the money. */
export function paying(words: Words, photos: readonly Photo[]): TemplateResult {
  return html`
    <main class="work">
      <div class="summary" role="status">
        <h1>${icon(CreditCard)} ${words.paying}</h1>
        <p>${words.payingHint}</p>
      </div>
      ${tiles(words, photos)}
    </main>
  `;
}

/** Sheets come out; the customer may walk off and watch. */
export function printing(
  words: Words,
  view: PhoneView,
  { sheet, of }: Extract<Stage, { stage: "printing" }>,
  photos: readonly Photo[],
): TemplateResult {
  return html`
    <main class="work">
      <div class="summary numbers" role="status">
        <h1 class="big">${words.printing(sheet, of)}</h1>
        <progress
          class="sheets"
          max=${of * 2}
          value=${sheet * 2 - 1}
          aria-label=${words.printing(sheet, of)}
        ></progress>
        <p>${words.printingHint(view.kiosk_name)}</p>
      </div>
      ${tiles(words, photos)}
    </main>
  `;
}

/** Over: what to take, and that nothing stays. */
export function ended(
  words: Words,
  { sheets, deleted_at }: Extract<Stage, { stage: "ended" }>,
): TemplateResult {
  return html`
    <main class="middle numbers" aria-live="polite">
      <span class="sign ${sheets > 0 ? "sign-done" : "sign-waiting"}">${icon(Check)}</span>
      <h1 class="big">${sheets > 0 ? words.ended(sheets) : words.endedEmpty}</h1>
      ${sheets > 0 ? nothing : html`<p class="soft">${words.endedEmptyHint}</p>`}
      <p class="todo">${words.deleted(timeOfDay(deleted_at))}</p>
      <p class="soft">${words.again}</p>
    </main>
  `;
}
