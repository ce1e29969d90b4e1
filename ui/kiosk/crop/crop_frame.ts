// The crop frame, the one imperative part of the screen: the print's frame stands still, as large
// as it can be, and the photo moves under one finger or two. What it tells the station are
// recipes; what it is told back it draws, unless a finger knows better at that moment.

import type { Recipe } from "../../shared/bindings/Recipe";
import { DEGREES } from "../parts/print";
import { boxOf, cropOf, moved, turned, zoomed, type Box, type Limits, type Size } from "./geometry";
import { Echoes } from "./echoes";

/** Recipes are sent at most this often while a finger moves, and once more when it lifts. */
const SEND_EVERY_MS = 150;

/** Around the frame, so that what is cut away can be seen: parts of the stage's shorter side. */
const MARGIN = 0.055;

/** The photo is laid out no larger than its preview. */
const PREVIEW_PX = 1600;

/** One photo in the frame. */
export interface Cropping {
  readonly url: string;
  readonly label: string;
  /** The upright photo's sides in pixels. */
  readonly photo: Size;
  readonly recipe: Recipe;
  /** Width of the print divided by its height. */
  readonly aspect: number;
  send(recipe: Recipe): void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export class CropFrame {
  readonly element = document.createElement("div");
  readonly #picture = document.createElement("img");
  readonly #frame = document.createElement("div");
  readonly #fingers = new Map<number, Point>();
  readonly #echoes = new Echoes();
  #cropping: Cropping | undefined;
  #box: Box = { x: 0, y: 0, width: 1 };
  #sentAt = -Infinity;

  constructor() {
    this.element.className = "crop-stage";
    this.element.dataset["test"] = "crop-stage";
    this.element.setAttribute("role", "img");
    this.#picture.alt = "";
    this.#picture.draggable = false;
    this.#frame.className = "crop-frame";
    this.#frame.dataset["test"] = "crop-frame";
    this.element.append(this.#picture, this.#frame);
    this.element.addEventListener("pointerdown", (event) => this.#touch(event));
    this.element.addEventListener("pointermove", (event) => this.#move(event));
    this.element.addEventListener("pointerup", (event) => this.#lift(event));
    this.element.addEventListener("pointercancel", (event) => this.#lift(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  /** Shows what the station knows, unless it is behind what the fingers have done. */
  show(cropping: Cropping): void {
    const before = this.#cropping;
    const another =
      before === undefined ||
      before.url !== cropping.url ||
      before.aspect !== cropping.aspect ||
      before.recipe.quarter_turns !== cropping.recipe.quarter_turns;
    this.#cropping = cropping;
    if (another) {
      this.#echoes.forget();
      this.#fingers.clear();
    } else if (this.#fingers.size > 0 || this.#echoes.isBehind(cropping.recipe.crop, now())) {
      return;
    }
    this.#box = boxOf(cropping.recipe.crop, this.#limits(cropping).photo);
    if (this.#picture.getAttribute("src") !== cropping.url) this.#picture.src = cropping.url;
    this.element.setAttribute("aria-label", cropping.label);
    // The stage may be on its way into the page: draw when it has its place.
    requestAnimationFrame(() => this.#draw());
  }

  /** Zooms in (above 1) or out around the middle. */
  zoom(factor: number): void {
    if (this.#cropping === undefined) return;
    this.#box = zoomed(this.#box, factor, { x: 0.5, y: 0.5 }, this.#limits(this.#cropping));
    this.#draw();
    this.#send();
  }

  #limits({ photo, recipe, aspect }: Cropping): Limits {
    return { photo: turned(photo, recipe.quarter_turns), aspect };
  }

  #touch(event: PointerEvent): void {
    if (this.#fingers.size >= 2) return;
    this.element.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.element.toggleAttribute("data-moving", true);
  }

  #move(event: PointerEvent): void {
    const cropping = this.#cropping;
    const from = this.#fingers.get(event.pointerId);
    if (cropping === undefined || from === undefined) return;
    const to = { x: event.clientX, y: event.clientY };
    const limits = this.#limits(cropping);
    const { frame, scale } = this.#place(cropping);
    const other = [...this.#fingers].find(([finger]) => finger !== event.pointerId)?.[1];
    if (other === undefined) {
      const by = { x: (from.x - to.x) / scale, y: (from.y - to.y) / scale };
      this.#box = moved(this.#box, by, limits);
    } else {
      const stage = this.element.getBoundingClientRect();
      const around = {
        x: (other.x - stage.left - frame.x) / frame.width,
        y: (other.y - stage.top - frame.y) / frame.height,
      };
      const factor = distance(to, other) / Math.max(1, distance(from, other));
      this.#box = zoomed(this.#box, factor, around, limits);
    }
    this.#fingers.set(event.pointerId, to);
    this.#draw();
    if (now() - this.#sentAt >= SEND_EVERY_MS) this.#send();
  }

  #lift(event: PointerEvent): void {
    if (!this.#fingers.delete(event.pointerId)) return;
    if (this.#fingers.size > 0) return;
    this.element.toggleAttribute("data-moving", false);
    this.#send();
  }

  #send(): void {
    const cropping = this.#cropping;
    if (cropping === undefined) return;
    const crop = cropOf(this.#box, this.#limits(cropping));
    this.#sentAt = now();
    if (!this.#echoes.isNews(crop, cropping.recipe.crop)) return;
    this.#echoes.sent(crop, this.#sentAt);
    cropping.send({ ...cropping.recipe, crop });
  }

  /** Where the frame stands on the stage, and screen pixels for one of the photo's. */
  #place({ aspect }: Cropping): { frame: Point & Size; scale: number } {
    const { clientWidth, clientHeight } = this.element;
    const margin = MARGIN * Math.min(clientWidth, clientHeight);
    const width = Math.max(
      1,
      Math.min(clientWidth - 2 * margin, (clientHeight - 2 * margin) * aspect),
    );
    const height = width / aspect;
    const frame = { x: (clientWidth - width) / 2, y: (clientHeight - height) / 2, width, height };
    return { frame, scale: width / this.#box.width };
  }

  #draw(): void {
    const cropping = this.#cropping;
    if (cropping === undefined) return;
    const { photo, recipe } = cropping;
    const { frame, scale } = this.#place(cropping);
    // The picture is laid out at its preview's size and scaled from there.
    const shrunk = Math.min(1, PREVIEW_PX / Math.max(photo.width, photo.height));
    const laid = { width: photo.width * shrunk, height: photo.height * shrunk };
    const [left, top] = [frame.x - this.#box.x * scale, frame.y - this.#box.y * scale];
    const { style } = this.#picture;
    style.width = `${laid.width}px`;
    style.height = `${laid.height}px`;
    style.transform = `translate(${left}px, ${top}px) scale(${scale / shrunk}) ${turnedBack(laid, recipe)}`;
    const frameStyle = this.#frame.style;
    frameStyle.width = `${frame.width}px`;
    frameStyle.height = `${frame.height}px`;
    frameStyle.transform = `translate(${frame.x}px, ${frame.y}px)`;
  }
}

/** Turns a picture about its top left corner and moves that corner of the turned one back to 0, 0. */
function turnedBack({ width, height }: Size, { quarter_turns }: Recipe): string {
  const [x, y] = {
    none: [0, 0],
    one: [height, 0],
    two: [width, height],
    three: [0, width],
  }[quarter_turns] as [number, number];
  return `translate(${x}px, ${y}px) rotate(${DEGREES[quarter_turns]}deg)`;
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function now(): number {
  return performance.now();
}
