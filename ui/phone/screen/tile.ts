import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit-html";
import { Check, Image, type IconNode, RotateCw } from "lucide";
import { icon } from "../../shared/icon";
import type { Photo, Progress } from "../photo";
import type { Words } from "../words/words";

/** One photo that is on its way or has arrived. */
export function tile(words: Words, photo: Photo, number: number): TemplateResult {
  const name = photo.name || words.photo.unnamed(number);
  return html`
    <li class="tile tile-${photo.progress.step}">
      ${picture(photo)} ${sign(photo.progress)}
      <span class="unseen">${name}: ${said(words, photo.progress)}</span>
    </li>
  `;
}

/** The photos that were on the kiosk before the page was reloaded; their pictures are gone here. */
export function earlierTile(words: Words, count: number): TemplateResult {
  return html`
    <li class="tile tile-shown tile-earlier">
      <span class="numbers">${count}</span>
      <span>${words.earlier}</span>
      <span class="tick">${icon(Check)}</span>
    </li>
  `;
}

/** The small picture, or `instead` in an empty frame. */
export function picture({ thumbnail }: Photo, instead: IconNode = Image): TemplateResult {
  return thumbnail === undefined
    ? html`<span class="picture picture-empty">${icon(instead)}</span>`
    : html`<img class="picture" src=${thumbnail} alt="" />`;
}

function sign(progress: Progress): TemplateResult | typeof nothing {
  switch (progress.step) {
    case "waiting":
    case "preparing":
    case "retrying":
      return ring(0);
    case "sending":
      return ring(progress.part);
    case "sent":
      return ring(1);
    case "shown":
      return html`<span class="tick">${icon(Check)}</span>`;
    case "failed":
      return html`<span class="ring">${icon(RotateCw)}</span>`;
    case "refused":
      return nothing;
  }
}

function said({ photo: words }: Words, progress: Progress): string {
  switch (progress.step) {
    case "sending":
      return words.sending(Math.round(progress.part * 100));
    case "refused":
      return "";
    default:
      return words[progress.step];
  }
}

/** A ring that fills clockwise; `part` is 0 to 1. Drawn by attributes, for no style is inline. */
function ring(part: number): TemplateResult {
  const filled = (Math.min(Math.max(part, 0), 1) * 100).toFixed(1);
  return html`
    <span class="ring">
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle class="ring-track" cx="20" cy="20" r="16"></circle>
        ${arc(filled)}
      </svg>
    </span>
  `;
}

function arc(filled: string): SVGTemplateResult {
  return svg`<circle class="ring-part" cx="20" cy="20" r="16" pathLength="100"
    stroke-dasharray="${filled} 100" transform="rotate(-90 20 20)"></circle>`;
}
