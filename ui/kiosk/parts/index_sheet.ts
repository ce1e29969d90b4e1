import { html, nothing, type TemplateResult } from "lit-html";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { SmallPhoto } from "../../shared/bindings/SmallPhoto";
import { turned, WHOLE, type Size } from "../crop/photo";
import type { Ui } from "../ui";
import { PAPERS, type Area, type Paper } from "./paper";
import { pictureSize } from "./picture_size";
import { print } from "./print";
import { variables } from "./variables";

const PAPER = PAPERS.six_inch;

/** Tenths of a millimetre, as the printer's sheet is laid out. */
const MARGIN = 30;
const GAP = 20;
const STRIP = 40;

/** An index print is 6-inch paper, upright. */
export const INDEX_ASPECT = PAPER.short / PAPER.long;

/** A sheet of an index print, drawn as the printer will print it: small, numbered photos. */
export function indexSheet(ui: Ui, photos: readonly SmallPhoto[], first: number): TemplateResult {
  const { side, columns, rows } = gridFor(photos.length);
  const [wide, high] = [side + GAP, side + STRIP + GAP];
  const left = (PAPER.short - (columns * wide - GAP)) / 2;
  const top = (PAPER.long - (rows * high - GAP)) / 2;
  return html`<span class="index-sheet">
    ${photos.map((photo, index) => {
      const x = left + wide * (index % columns);
      const y = top + high * Math.floor(index / columns);
      return html`${small(ui, photo, { x, y, width: side, height: side })}<span
          class="index-number numbers"
          data-number=${first + index}
          ${variables(place({ x, y: y + side, width: side, height: STRIP }))}
        ></span>`;
    })}
  </span>`;
}

interface Grid {
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
}

/** The grid in which the photos are largest. */
function gridFor(photos: number): Grid {
  const grid = (columns: number): Grid => {
    const rows = Math.ceil(photos / columns);
    const across = (PAPER.short - 2 * MARGIN + GAP) / columns - GAP;
    const high = (PAPER.long - 2 * MARGIN + GAP) / rows - GAP - STRIP;
    return { side: Math.min(across, high), columns, rows };
  };
  const all = Array.from({ length: photos }, (_, index) => grid(index + 1));
  return all.reduce((best, next) => (next.side > best.side ? next : best), grid(1));
}

/** An area of the paper in parts of it. */
function place({ x, y, width, height }: Area): Record<`--${string}`, string> {
  const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(3)}%`;
  return {
    "--x": percent(x, PAPER.short),
    "--y": percent(y, PAPER.long),
    "--width": percent(width, PAPER.short),
    "--height": percent(height, PAPER.long),
  };
}

/** What the recipe shows of a photo, whole and without a border, in the middle of its square. */
function small(ui: Ui, { photo, recipe }: SmallPhoto, box: Area): TemplateResult | typeof nothing {
  const size = pictureSize(ui.photoUrl(photo), () => ui.redraw());
  if (size === undefined) return nothing;
  const bare: Recipe = { ...recipe, border_mm: 0, fit: "fill" };
  const shown = shownOf(size, bare);
  const scale = box.width / Math.max(shown.width, shown.height);
  const [width, height] = [shown.width * scale, shown.height * scale];
  const x = box.x + (box.width - width) / 2;
  const y = box.y + (box.height - height) / 2;
  return html`<span class="index-photo" ${variables(place({ x, y, width, height }))}>
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
