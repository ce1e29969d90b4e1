// The crop frame, the one imperative part of the screen: the paper stands still, as large as it
// can be, and the photo moves under one finger or two. It draws the recipe it is shown and tells
// of the crops that fingers make.

import type { Bleed } from "../../shared/bindings/Bleed";
import type { Crop } from "../../shared/bindings/Crop";
import type { Recipe } from "../../shared/bindings/Recipe";
import { placementOn, type Area, type Paper } from "../parts/paper";
import { Fingers } from "./fingers";
import { boxOf, cropOf, moved, zoomed, type Box, type Limits } from "./geometry";
import { DEGREES, turned, WHOLE, type Point, type Size } from "./photo";

/** Around the paper, so that what is cut away can be seen: parts of the stage's shorter side. */
const MARGIN = 0.04;

/** The photo is laid out no larger than its preview. */
const PREVIEW_PX = 1600;

/** One photo on its paper. */
export interface Cropping {
  readonly label: string;
  /** The upright photo's sides in pixels. */
  readonly photo: Size;
  readonly recipe: Recipe;
  readonly paper: Paper;
  readonly bleed: Bleed;
  /** Whether fingers may move the photo now; what is cut away is shown only then. */
  readonly hold: "loose" | "fixed";
  /** A crop that a finger has just made. */
  change(crop: Crop): void;
  /** The fingers have lifted. */
  settle(): void;
  /** The stage has another size, or its first: show again. */
  laidOut(): void;
}

/** Everything the drawing needs, in CSS pixels of the stage. */
interface Layout {
  /** The paper with its bleed, the trimmed print, and what shows the photo. */
  readonly bled: Area;
  readonly sheet: Area;
  readonly window: Area;
  /** Pixels of the stage for one of the photo's. */
  readonly scale: number;
}

export class CropFrame {
  readonly element = document.createElement("div");
  readonly #photo: HTMLElement;
  readonly #bled = part("crop-paper");
  readonly #band = part("bleed-band");
  readonly #sheet = part("trim-line");
  readonly #frame = part("crop-frame");
  readonly #fingers: Fingers;
  #cropping: Cropping | undefined;
  #box: Box = { x: 0, y: 0, width: 1 };
  /** The crop and its limits that the box stands for, finer than whole millionths. */
  #standsFor = "";

  /** `photo` holds the upright photo's picture and is given its place and size. */
  constructor(photo: HTMLElement) {
    this.#photo = photo;
    this.element.className = "crop-stage";
    this.element.dataset["test"] = "crop-stage";
    this.element.setAttribute("role", "img");
    this.#frame.dataset["test"] = "crop-frame";
    this.#bled.append(this.#band);
    this.element.append(photo, this.#bled, this.#sheet, this.#frame);
    this.#fingers = new Fingers(this.element, {
      drag: (by) => this.#drag(by),
      pinch: (factor, around) => this.#pinch(factor, around),
      lift: () => this.#cropping?.settle(),
    });
    new ResizeObserver(() => this.#cropping?.laidOut()).observe(this.element);
  }

  /** Whether a finger is moving the photo, and so knows best. */
  get isHeld(): boolean {
    return this.#fingers.areDown;
  }

  show(cropping: Cropping): void {
    this.#cropping = cropping;
    if (cropping.hold === "fixed") this.#fingers.forget();
    const { crop } = cropping.recipe;
    const limits = limitsOf(cropping);
    if (this.#standsFor !== keyOf(crop, limits))
      this.#stand(boxOf(crop, limits.photo), crop, limits);
    this.element.setAttribute("aria-label", cropping.label);
    this.element.dataset["hold"] = cropping.hold;
    this.#draw();
  }

  /** Another photo, or none: no finger that is still down concerns it. */
  release(): void {
    this.#fingers.forget();
    this.#cropping = undefined;
  }

  /** Zooms in (above 1) or out around the middle. */
  zoom(factor: number): void {
    this.#become((box, limits) => zoomed(box, factor, { x: 0.5, y: 0.5 }, limits));
    this.#cropping?.settle();
  }

  /** The photo's longer side as it is shown now, in pixels of the screen; none while it is not. */
  get shownSide(): number | undefined {
    const cropping = this.#cropping;
    if (cropping === undefined || this.element.clientWidth === 0) return undefined;
    const longer = Math.max(cropping.photo.width, cropping.photo.height);
    return longer * this.#layout(cropping).scale * window.devicePixelRatio;
  }

  #drag(by: Point): void {
    const cropping = this.#cropping;
    if (cropping === undefined) return;
    const { scale } = this.#layout(cropping);
    this.#become((box, limits) => moved(box, { x: -by.x / scale, y: -by.y / scale }, limits));
  }

  #pinch(factor: number, at: Point): void {
    const cropping = this.#cropping;
    if (cropping === undefined) return;
    const stage = this.element.getBoundingClientRect();
    const { window } = this.#layout(cropping);
    const around = {
      x: (at.x - stage.left - window.x) / window.width,
      y: (at.y - stage.top - window.y) / window.height,
    };
    this.#become((box, limits) => zoomed(box, factor, around, limits));
  }

  #become(next: (box: Box, limits: Limits) => Box): void {
    const cropping = this.#cropping;
    if (cropping === undefined || cropping.hold === "fixed") return;
    const limits = limitsOf(cropping);
    const box = next(this.#box, limits);
    const crop = cropOf(box, limits);
    this.#stand(box, crop, limits);
    this.#draw();
    cropping.change(crop);
  }

  #stand(box: Box, crop: Crop, limits: Limits): void {
    this.#box = box;
    this.#standsFor = keyOf(crop, limits);
  }

  #layout({ paper, bleed, photo, recipe }: Cropping): Layout {
    const { sheet, window } = placementOn(paper, photo, recipe);
    const [left, top] = [share(bleed.left) * sheet.width, share(bleed.top) * sheet.height];
    const width = sheet.width * (1 + share(bleed.left + bleed.right));
    const height = sheet.height * (1 + share(bleed.top + bleed.bottom));
    const { clientWidth, clientHeight } = this.element;
    const margin = 2 * MARGIN * Math.min(clientWidth, clientHeight);
    const unit = Math.max(
      0.001,
      Math.min((clientWidth - margin) / width, (clientHeight - margin) / height),
    );
    const origin = {
      x: (clientWidth - width * unit) / 2,
      y: (clientHeight - height * unit) / 2,
    };
    const placed = (area: Area): Area => ({
      x: origin.x + area.x * unit,
      y: origin.y + area.y * unit,
      width: area.width * unit,
      height: area.height * unit,
    });
    const shown = placed({ ...window, x: window.x + left, y: window.y + top });
    return {
      bled: placed({ x: 0, y: 0, width, height }),
      sheet: placed({ x: left, y: top, ...sheet }),
      window: shown,
      scale: shown.width / this.#box.width,
    };
  }

  #draw(): void {
    const cropping = this.#cropping;
    // On its way into the page the stage has no size yet.
    if (cropping === undefined || this.element.clientWidth === 0) return;
    const { photo, recipe } = cropping;
    const { bled, sheet, window, scale } = this.#layout(cropping);
    // The picture is laid out at its preview's size and scaled from there.
    const shrunk = Math.min(1, PREVIEW_PX / Math.max(photo.width, photo.height));
    const laid = { width: photo.width * shrunk, height: photo.height * shrunk };
    const upright = turned(photo, recipe.quarter_turns);
    const x = window.x + (upright.width / 2 - this.#box.x) * scale - laid.width / 2;
    const y = window.y + (upright.height / 2 - this.#box.y) * scale - laid.height / 2;
    const degrees = DEGREES[recipe.quarter_turns] + recipe.straighten / 100;
    const across = recipe.mirror === "no" ? scale / shrunk : -scale / shrunk;
    const turn = ` rotate(${degrees}deg) scale(${across}, ${scale / shrunk})`;
    place(this.#photo, { x, y, ...laid }, turn);
    place(this.#bled, bled);
    place(this.#sheet, sheet);
    place(this.#frame, window);
    const white = isBare(recipe) ? NO_WHITE : whiteAround(bled, window);
    this.#bled.style.borderWidth = `${white.top}px ${white.right}px ${white.bottom}px ${white.left}px`;
    place(this.#band, {
      ...sheet,
      x: sheet.x - bled.x - white.left,
      y: sheet.y - bled.y - white.top,
    });
  }
}

/** Whether the photo goes to the paper's edge on every side. */
function isBare(recipe: Recipe): boolean {
  return recipe.fit === "fill" && recipe.border_mm === 0;
}

/** White paper in pixels, from the edges inwards. */
type White = Readonly<Record<"top" | "right" | "bottom" | "left", number>>;

const NO_WHITE: White = { top: 0, right: 0, bottom: 0, left: 0 };

function whiteAround(paper: Area, window: Area): White {
  const [left, top] = [Math.max(0, window.x - paper.x), Math.max(0, window.y - paper.y)];
  return {
    top,
    right: Math.max(0, paper.width - window.width - left),
    bottom: Math.max(0, paper.height - window.height - top),
    left,
  };
}

function limitsOf({ photo, recipe, paper }: Cropping): Limits {
  const { window } = placementOn(paper, photo, recipe);
  return {
    photo: turned(photo, recipe.quarter_turns),
    aspect: window.width / window.height,
    straighten: recipe.straighten,
  };
}

function keyOf(crop: Crop, { photo, aspect, straighten }: Limits): string {
  const { x, y, width, height } = crop;
  return [x, y, width, height, photo.width, photo.height, aspect, straighten].join(" ");
}

function share(millionths: number): number {
  return millionths / WHOLE;
}

function part(name: string): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  return element;
}

function place({ style }: HTMLElement, { x, y, width, height }: Area, turn = ""): void {
  style.width = `${width}px`;
  style.height = `${height}px`;
  style.transform = `translate(${x}px, ${y}px)${turn}`;
}
