import { html, type TemplateResult } from "lit-html";
import { ArrowBigUp, Delete } from "lucide";
import { icon } from "../../shared/icon";
import type { PasswordEntry, Ui } from "../ui";

/** A kiosk has no keyboard but this one. Three layouts of four rows. */
const ROWS: Readonly<Record<PasswordEntry["keys"], readonly string[]>> = {
  small: ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"],
  capital: ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"],
  signs: ["1234567890", "!@#$%^&*()", "-_=+[]{};", `'":,./?\\`],
};

/** The longest password that can be typed. */
const MOST_CHARACTERS = 128;

export function keyboard(ui: Ui): TemplateResult {
  const { words } = ui;
  const entry = ui.local.password;
  const set = (change: Partial<PasswordEntry>): void =>
    ui.change({ password: { ...entry, state: "typing", ...change } });
  const type = (character: string): void => {
    if (entry.text.length >= MOST_CHARACTERS) return;
    const keys = entry.keys === "capital" ? "small" : entry.keys;
    set({ text: entry.text + character, keys });
  };
  const letters = ROWS[entry.keys];
  return html`<div class="keyboard" data-test="keyboard">
    ${letters.map(
      (row, index) =>
        html`<div class="keys">
          ${index === 3 ? shiftKey(ui, entry, set) : ""}
          ${[...row].map(
            (character) =>
              html`<button class="key" data-test="key-${character}" @click=${() => type(character)}>
                ${character}
              </button>`,
          )}
          ${
            index === 3
              ? html`<button
                  class="key key-wide"
                  data-test="key-erase"
                  aria-label=${words.service.erase}
                  @click=${() => set({ text: entry.text.slice(0, -1) })}
                >
                  ${icon(Delete)}
                </button>`
              : ""
          }
        </div>`,
    )}
    <div class="keys">
      <button
        class="key key-wide"
        data-test="key-signs"
        @click=${() => set({ keys: entry.keys === "signs" ? "small" : "signs" })}
      >
        ${entry.keys === "signs" ? words.service.letters : words.service.signs}
      </button>
      <button class="key key-space" data-test="key-space" @click=${() => type(" ")}>
        ${words.service.space}
      </button>
    </div>
  </div>`;
}

function shiftKey(
  ui: Ui,
  entry: PasswordEntry,
  set: (change: Partial<PasswordEntry>) => void,
): TemplateResult {
  return html`<button
    class="key key-wide"
    data-test="key-shift"
    aria-label=${ui.words.service.capitals}
    aria-pressed=${entry.keys === "capital"}
    ?disabled=${entry.keys === "signs"}
    @click=${() => set({ keys: entry.keys === "capital" ? "small" : "capital" })}
  >
    ${icon(ArrowBigUp)}
  </button>`;
}
