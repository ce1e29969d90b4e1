import { html, nothing, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { ChevronLeft, ChevronRight } from "lucide";
import { icon } from "../../shared/icon";
import type { Paged, Ui } from "../ui";

/** How far a finger travels sideways before it turns the page, in parts of the short side. */
const SWIPE_SHARE = 0.08;

/**
 * A list that pages sideways, by big arrows and by swipe, and never scrolls. `item` draws one
 * element with its number in the whole list, from 1.
 */
export function pager<T>(
  ui: Ui,
  list: Paged,
  items: readonly T[],
  perPage: number,
  item: (item: T, number: number) => TemplateResult,
): TemplateResult {
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const page = Math.min(ui.local.page[list], pages - 1);
  const turn = (by: number): void => {
    const to = Math.min(pages - 1, Math.max(0, page + by));
    if (to === page) return;
    ui.change({
      page: { ...ui.local.page, [list]: to },
      cameFrom: by < 0 ? "left" : "right",
    });
  };
  const first = page * perPage;
  return html`<div class="pager" @pointerdown=${(down: PointerEvent) => watchSwipe(down, turn)}>
    ${keyed(
      `${list} ${page}`,
      html`<ul class="page page-${list} from-${ui.local.cameFrom}" data-few=${few(items.length)}>
        ${items.slice(first, first + perPage).map((one, index) => item(one, first + index + 1))}
      </ul>`,
    )}
    ${pages > 1 ? arrows(ui, page, pages, turn) : nothing}
  </div>`;
}

/** One photo, two or four are shown larger than a page of many. */
function few(count: number): string {
  if (count <= 2) return String(count);
  return count <= 4 ? "4" : "no";
}

function arrows(ui: Ui, page: number, pages: number, turn: (by: number) => void): TemplateResult {
  const { words } = ui;
  return html`<nav class="arrows">
    <button
      class="quiet arrow"
      data-test="page-back"
      aria-label=${words.pageBack}
      ?disabled=${page === 0}
      @click=${() => turn(-1)}
    >
      ${icon(ChevronLeft)}
    </button>
    <span class="numbers" aria-label=${words.pageLabel(page + 1, pages)} role="status">
      ${words.page(page + 1, pages)}
    </span>
    <button
      class="quiet arrow"
      data-test="page-on"
      aria-label=${words.pageOn}
      ?disabled=${page === pages - 1}
      @click=${() => turn(1)}
    >
      ${icon(ChevronRight)}
    </button>
  </nav>`;
}

/** Follows one finger until it lifts; a swipe turns the page and presses nothing. */
function watchSwipe(down: PointerEvent, turn: (by: number) => void): void {
  const far = SWIPE_SHARE * Math.min(window.innerWidth, window.innerHeight);
  const ended = new AbortController();
  const { signal } = ended;
  const lift = (up: PointerEvent): void => {
    if (up.pointerId !== down.pointerId) return;
    ended.abort();
    const [across, along] = [up.clientX - down.clientX, up.clientY - down.clientY];
    if (Math.abs(across) < far || Math.abs(across) < 1.5 * Math.abs(along)) return;
    swallowClick();
    turn(across < 0 ? 1 : -1);
  };
  window.addEventListener("pointerup", lift, { signal });
  window.addEventListener("pointercancel", () => ended.abort(), { signal });
}

/** The click that follows the finger's lift, if one does, belongs to the swipe. */
function swallowClick(): void {
  const ended = new AbortController();
  const swallow = (click: Event): void => {
    click.stopPropagation();
    click.preventDefault();
  };
  window.addEventListener("click", swallow, { capture: true, signal: ended.signal });
  requestAnimationFrame(() => requestAnimationFrame(() => ended.abort()));
}
