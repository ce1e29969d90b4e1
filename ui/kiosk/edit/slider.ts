import { html, nothing, type TemplateResult } from "lit-html";
import { variables } from "../parts/variables";
import type { Ui } from "../ui";

/** Within this share of the track around its rest, a slider rests. */
const DETENT = 0.035;

/** One number that a finger changes, with its effect seen while it moves. */
export interface Slider {
  readonly test: string;
  readonly name: string;
  readonly value: number;
  /** -100 has its rest in the middle, 0 at the left end. */
  readonly least: -100 | 0;
  /** Where the slider rests; a touch on its name brings it back there. */
  readonly rest: number;
  change(value: number): void;
  settle(): void;
}

/** Name, track and value in one row; touched anywhere on the track, the thumb is there. */
export function slider(ui: Ui, parts: Slider): TemplateResult {
  const { test, name, value, least, rest } = parts;
  const share = (at: number): number => (at - least) / (100 - least);
  return html`<div class="slider" data-test="slider-${test}">
    <button
      class="slider-name"
      data-test="reset-${test}"
      aria-label=${ui.words.edit.setBack(name)}
      ?disabled=${value === rest}
      @click=${() => {
        parts.change(rest);
        parts.settle();
      }}
    >
      ${name}
    </button>
    <div
      class="slider-track"
      role="slider"
      tabindex="0"
      data-test="track-${test}"
      aria-label=${name}
      aria-valuemin=${least}
      aria-valuemax="100"
      aria-valuenow=${value}
      ${variables({
        "--at": String(share(value)),
        "--from": String(Math.min(share(value), share(rest))),
        "--filled": String(Math.abs(share(value) - share(rest))),
        "--rest": String(share(rest)),
      })}
      @pointerdown=${(event: PointerEvent) => follow(event, parts)}
    >
      <i class="slider-line"></i>
      <i class="slider-filled"></i>
      ${least < 0 ? html`<i class="slider-rest"></i>` : nothing}
      <i class="slider-thumb"></i>
    </div>
    <output class="slider-value numbers">${value > 0 && least < 0 ? `+${value}` : value}</output>
  </div>`;
}

/** Follows the finger that came down on the track until it lifts. */
function follow(down: PointerEvent, parts: Slider): void {
  const track = down.currentTarget as HTMLElement;
  const ended = new AbortController();
  const { signal } = ended;
  const { least, rest } = parts;
  let last: number | undefined;
  const go = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    const value = valueAt(track, event.clientX, least, rest);
    if (value === last) return;
    last = value;
    parts.change(value);
  };
  const lift = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    ended.abort();
    parts.settle();
  };
  track.setPointerCapture(down.pointerId);
  track.addEventListener("pointermove", go, { signal });
  track.addEventListener("pointerup", lift, { signal });
  track.addEventListener("pointercancel", lift, { signal });
  go(down);
}

function valueAt(track: HTMLElement, x: number, least: number, rest: number): number {
  const { left, width } = track.getBoundingClientRect();
  // The thumb's middle travels within the track by its half width at each end.
  const half = parseFloat(getComputedStyle(track).getPropertyValue("padding-left"));
  const share = Math.min(1, Math.max(0, (x - left - half) / Math.max(1, width - 2 * half)));
  const restShare = (rest - least) / (100 - least);
  if (Math.abs(share - restShare) < DETENT) return rest;
  return Math.round(least + share * (100 - least));
}
