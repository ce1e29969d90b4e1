import { html, svg, type TemplateResult } from "lit-html";
import { RotateCcwSquare, RotateCwSquare } from "lucide";
import { icon } from "../../shared/icon";
import { MOST_STRAIGHTEN } from "../crop/tilt";
import { variables } from "../parts/variables";
import type { Ui } from "../ui";

/** One press on a button beside the dial, in hundredths of a degree. */
const STEP = 50;

/** Within this many hundredths of a degree of level, level is meant. */
const DETENT = 60;

/** Hundredths of a degree for one width of the dial that a finger travels: fine work. */
const SPAN = 3000;

/** A free turn, changed by a ruler under a fixed mark; moving it right tilts the photo clockwise. */
export interface Dial {
  readonly value: number;
  readonly disabled: boolean;
  change(value: number): void;
  settle(): void;
}

export function dial(ui: Ui, parts: Dial): TemplateResult {
  const { edit } = ui.words;
  const { value, disabled } = parts;
  const step = (by: number): void => {
    // From between two steps to the next one, so that the way back meets level.
    const steps = by < 0 ? Math.ceil(value / STEP) - 1 : Math.floor(value / STEP) + 1;
    parts.change(limited(steps * STEP));
    parts.settle();
  };
  return html`<div class="dial" data-test="dial">
    <button
      class="quiet dial-step"
      data-test="tilt-left"
      aria-label=${edit.tiltLeft}
      ?disabled=${disabled || value <= -MOST_STRAIGHTEN}
      @click=${() => step(-1)}
    >
      ${icon(RotateCcwSquare)}
    </button>
    <div class="dial-middle">
      <button
        class="dial-name"
        data-test="level"
        ?disabled=${disabled || value === 0}
        @click=${() => {
          parts.change(0);
          parts.settle();
        }}
      >
        ${edit.straighten}
        <output class="numbers">${edit.degrees((value / 100).toFixed(1))}</output>
      </button>
      <div
        class="dial-ruler"
        role="slider"
        tabindex="0"
        data-test="ruler"
        aria-label=${edit.straighten}
        aria-disabled=${disabled}
        aria-valuemin=${-MOST_STRAIGHTEN / 100}
        aria-valuemax=${MOST_STRAIGHTEN / 100}
        aria-valuenow=${value / 100}
        @pointerdown=${(event: PointerEvent) => {
          if (!disabled) follow(event, parts);
        }}
      >
        ${ruler(value)}
        <i class="dial-mark"></i>
      </div>
    </div>
    <button
      class="quiet dial-step"
      data-test="tilt-right"
      aria-label=${edit.tiltRight}
      ?disabled=${disabled || value >= MOST_STRAIGHTEN}
      @click=${() => step(1)}
    >
      ${icon(RotateCwSquare)}
    </button>
  </div>`;
}

/** One line a degree, a longer one every five; the dial's width shows `SPAN` of it. */
function ruler(value: number): TemplateResult {
  const most = MOST_STRAIGHTEN / 100;
  const degrees = Array.from({ length: 2 * most + 1 }, (_, index) => index - most);
  return html`<svg
    class="dial-lines"
    viewBox="${-most - 0.5} 0 ${2 * most + 1} 10"
    preserveAspectRatio="none"
    aria-hidden="true"
    ${variables({
      "--length": String((2 * most + 1) / (SPAN / 100)),
      "--tilt": String(value / 100 / (2 * most + 1)),
    })}
  >
    ${degrees.map((at) => {
      const high = at === 0 ? 10 : at % 5 === 0 ? 7 : 4;
      return svg`<line x1=${at} x2=${at} y1=${5 - high / 2} y2=${5 + high / 2} />`;
    })}
  </svg>`;
}

/** Follows a finger that drags the ruler. */
function follow(down: PointerEvent, parts: Dial): void {
  const track = down.currentTarget as HTMLElement;
  const { width } = track.getBoundingClientRect();
  const ended = new AbortController();
  const { signal } = ended;
  const from = parts.value;
  let last = from;
  const go = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    const wanted = from + ((event.clientX - down.clientX) / width) * SPAN;
    const value = Math.abs(wanted) < DETENT ? 0 : limited(Math.round(wanted / 10) * 10);
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
}

function limited(value: number): number {
  return Math.min(MOST_STRAIGHTEN, Math.max(-MOST_STRAIGHTEN, value));
}
