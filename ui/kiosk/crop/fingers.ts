import type { Point } from "./photo";

/** What one or two fingers do, in screen pixels of the window. */
export interface Gesture {
  /** One finger moved; without a second one the photo follows it. */
  drag(by: Point): void;
  /** Two fingers moved apart (above 1) or together, one of them resting at `around`. */
  pinch(factor: number, around: Point): void;
  /** The last finger lifted. */
  lift(): void;
}

/** Follows at most two fingers on an element. */
export class Fingers {
  readonly #element: HTMLElement;
  readonly #gesture: Gesture;
  readonly #down = new Map<number, Point>();

  constructor(element: HTMLElement, gesture: Gesture) {
    this.#element = element;
    this.#gesture = gesture;
    element.addEventListener("pointerdown", (event) => this.#touch(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    element.addEventListener("pointerup", (event) => this.#lift(event));
    element.addEventListener("pointercancel", (event) => this.#lift(event));
  }

  get areDown(): boolean {
    return this.#down.size > 0;
  }

  forget(): void {
    this.#down.clear();
    this.#element.toggleAttribute("data-moving", false);
  }

  #touch(event: PointerEvent): void {
    if (this.#down.size >= 2) return;
    this.#element.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#element.toggleAttribute("data-moving", true);
  }

  #move(event: PointerEvent): void {
    const from = this.#down.get(event.pointerId);
    if (from === undefined) return;
    const to = { x: event.clientX, y: event.clientY };
    this.#down.set(event.pointerId, to);
    const other = [...this.#down].find(([finger]) => finger !== event.pointerId)?.[1];
    if (other === undefined) {
      this.#gesture.drag({ x: to.x - from.x, y: to.y - from.y });
    } else {
      this.#gesture.pinch(distance(to, other) / Math.max(1, distance(from, other)), other);
    }
  }

  #lift(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId) || this.#down.size > 0) return;
    this.#element.toggleAttribute("data-moving", false);
    this.#gesture.lift();
  }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
