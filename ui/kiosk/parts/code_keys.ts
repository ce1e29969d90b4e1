import { html, type TemplateResult } from "lit-html";
import { Delete } from "lucide";
import { icon } from "../../shared/icon";

/** All that a code can be made of: small letters and signs make no difference. */
const ROWS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"] as const;

/** The longest code there is. */
const MOST_CHARACTERS = 24;

/** The keys to type a code with; `change` is told what is typed after each of them. */
export function codeKeys(
  typed: string,
  eraseLabel: string,
  change: (typed: string) => void,
): TemplateResult {
  const type = (character: string): void => {
    if (typed.length < MOST_CHARACTERS) change(typed + character);
  };
  return html`<div class="keyboard" data-test="keyboard">
    ${ROWS.map(
      (row, index) =>
        html`<div class="keys">
          ${[...row].map(
            (character) =>
              html`<button class="key" data-test="key-${character}" @click=${() => type(character)}>
                ${character}
              </button>`,
          )}
          ${
            index === ROWS.length - 1
              ? html`<button
                  class="key key-wide"
                  data-test="key-erase"
                  aria-label=${eraseLabel}
                  @click=${() => change(typed.slice(0, -1))}
                >
                  ${icon(Delete)}
                </button>`
              : ""
          }
        </div>`,
    )}
  </div>`;
}
