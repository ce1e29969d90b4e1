import { html, nothing, type TemplateResult } from "lit-html";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { SmallPhoto } from "../../shared/bindings/SmallPhoto";
import { turned, WHOLE, type Size } from "../crop/photo";
import type { Ui } from "../ui";
import { PAPERS, type Paper } from "./paper";
import { pictureSize } from "./picture_size";
import { print } from "./print";
import { variables } from "./variables";

const PAPER = PAPERS.six_inch;

/** An index print is 6-inch paper, upright. */
export const INDEX_ASPECT = PAPER.short / PAPER.long;

/** The strip for the number under a photo, in parts of the photo's box. */
const STRIP = 0.16;

/** A sheet of an index print, drawn as the printer will print it: small, numbered photos. */
export function indexSheet(ui: Ui, photos: readonly SmallPhoto[], first: number): TemplateResult {
  const columns = columnsFor(photos.length);
  const rows = Math.ceil(photos.length / columns);
  return html`<span
    class="index-sheet"
    ${variables({ "--columns": `${columns}`, "--rows": `${rows}` })}
  >
    ${photos.map(
      (photo, index) =>
        html`<span class="index-photo">
          <span class="index-box">${small(ui, photo)}</span>
          <span class="index-number numbers">${first + index}</span>
        </span>`,
    )}
  </span>`;
}

/** The columns with which the photos are largest. */
function columnsFor(photos: number): number {
  const side = (columns: number): number => {
    const rows = Math.ceil(photos / columns);
    return Math.min(PAPER.short / columns, PAPER.long / rows / (1 + STRIP));
  };
  const all = Array.from({ length: photos }, (_, index) => index + 1);
  return all.reduce((best, columns) => (side(columns) > side(best) ? columns : best), 1);
}

/** What the recipe shows of a photo, whole and without a border. */
function small(ui: Ui, { photo, recipe }: SmallPhoto): TemplateResult | typeof nothing {
  const size = pictureSize(ui.photoUrl(photo), () => ui.redraw());
  if (size === undefined) return nothing;
  const bare: Recipe = { ...recipe, border_mm: 0, fit: "fill" };
  const shown = shownOf(size, bare);
  const longest = Math.max(shown.width, shown.height);
  return html`<span
    class="index-print"
    ${variables({
      "--width": (shown.width / longest).toFixed(4),
      "--height": (shown.height / longest).toFixed(4),
    })}
  >
    ${print(ui.printUrl(photo, recipe), size, bare, paperOf(shown))}
  </span>`;
}

function shownOf(photo: Size, { quarter_turns, crop }: Recipe): Size {
  const upright = turned(photo, quarter_turns);
  return {
    width: (upright.width * crop.width) / WHOLE,
    height: (upright.height * crop.height) / WHOLE,
  };
}

function paperOf({ width, height }: Size): Paper {
  return { short: Math.min(width, height), long: Math.max(width, height) };
}
