// Light and colour: one touch for all of it, or slider by slider.

import { html, type TemplateResult } from "lit-html";
import { WandSparkles } from "lucide";
import type { Tone } from "../../shared/bindings/Tone";
import { icon } from "../../shared/icon";
import type { Ui } from "../ui";
import type { Editor } from "./editor";
import { NEUTRAL_TONE, sameTone } from "./retouching";
import { slider } from "./slider";

const SLIDERS: Readonly<Record<"light" | "colour", readonly (keyof Tone)[]>> = {
  light: ["exposure", "contrast", "highlights", "shadows"],
  colour: ["saturation", "warmth", "sharpness"],
};

export function lightTools(ui: Ui, editor: Editor): TemplateResult {
  const { edit } = ui.words;
  const { tone } = editor.recipe;
  const shown = ui.local.sliders;
  return html`<div class="tool-group light-tools">
    <div class="light-choices">
      ${enhanceButton(ui, editor)}
      <div class="toggle" role="group" aria-label=${edit.sliders}>
        ${(["light", "colour"] as const).map(
          (sliders) =>
            html`<button
              data-test="sliders-${sliders}"
              aria-pressed=${shown === sliders}
              @click=${() => ui.change({ sliders })}
            >
              ${edit[sliders]}
            </button>`,
        )}
      </div>
    </div>
    <div class="sliders">
      ${SLIDERS[shown].map((field) =>
        slider(ui, {
          test: field,
          name: edit.tone[field],
          value: tone[field],
          least: -100,
          rest: 0,
          change: (value) => editor.change({ tone: { ...editor.recipe.tone, [field]: value } }),
          settle: () => editor.settle(),
        }),
      )}
    </div>
  </div>`;
}

/** Sets every slider as the photo itself asks for, and takes it back when touched again. */
function enhanceButton({ words }: Ui, editor: Editor): TemplateResult {
  const { enhancement } = editor.line;
  const { tone } = editor.recipe;
  const none = sameTone(enhancement, NEUTRAL_TONE);
  const enhanced = !none && sameTone(tone, enhancement);
  return html`<button
    class="quiet one-touch"
    data-test="enhance"
    aria-pressed=${enhanced}
    ?disabled=${none}
    @click=${() => editor.set({ tone: enhanced ? NEUTRAL_TONE : { ...enhancement } })}
  >
    ${icon(WandSparkles)} ${none ? words.edit.enhanceNone : words.edit.enhance}
  </button>`;
}
