import { html, type TemplateResult } from "lit-html";
import { dialog } from "../parts/dialog";
import { keyboard } from "../parts/keyboard";
import { NO_PASSWORD, type PasswordEntry, type Ui } from "../ui";

/**
 * The station answers a right password with the service screen and a wrong one with nothing, so
 * that a guesser learns nothing; after this long without an answer we say so. Hashing takes about
 * half a second on the slowest box.
 */
const ANSWER_WITHIN_MS = 4000;

/** The technician's door: a password field and a keyboard. */
export function passwordSheet(ui: Ui): TemplateResult {
  const { words } = ui;
  const entry = ui.local.password;
  return dialog(
    "password",
    words.service.password,
    html`<p class="soft" role="status" data-test="password-state">${stateText(ui, entry)}</p>
      <p
        class="password"
        role="img"
        data-test="password"
        aria-label=${words.service.shown(entry.text.length)}
      >
        ${"●".repeat(Math.min(24, entry.text.length))}<i class="caret"></i>
      </p>
      ${keyboard(ui)}
      <div class="answers-row">
        <button
          class="quiet"
          data-test="close"
          @click=${() => ui.change({ sheet: "none", password: NO_PASSWORD })}
        >
          ${words.close}
        </button>
        <button
          class="primary"
          data-test="open-service"
          ?disabled=${entry.text === "" || entry.state === "checking"}
          @click=${() => open(ui, entry)}
        >
          ${words.service.open}
        </button>
      </div>`,
  );
}

function stateText({ words }: Ui, entry: PasswordEntry): string {
  switch (entry.state) {
    case "typing":
      return words.service.passwordHint;
    case "checking":
      return words.service.checking;
    case "wrong":
      return words.service.wrong;
  }
}

function open(ui: Ui, entry: PasswordEntry): void {
  const checking: PasswordEntry = { ...NO_PASSWORD, text: entry.text, state: "checking" };
  ui.send({ command: "open_service", password: entry.text });
  ui.change({ password: checking });
  window.setTimeout(() => {
    if (ui.latest().password === checking) {
      ui.change({ password: { ...NO_PASSWORD, state: "wrong" } });
    }
  }, ANSWER_WITHIN_MS);
}
