import { html, nothing, type TemplateResult } from "lit-html";
import { MapPin, WifiOff } from "lucide";
import { icon } from "../../shared/icon";
import type { Photo } from "../photo";
import type { Standing } from "../visit";
import type { Words } from "../words/words";
import { collecting } from "./collecting";
import { ended, paying, printing } from "./progress";
import { trouble } from "./trouble";

/** Everything the page shows. */
export interface Page {
  readonly words: Words;
  readonly standing: Standing | { readonly at: "insecure" } | { readonly at: "badLink" };
  readonly offline: boolean;
  readonly photos: readonly Photo[];
}

/** What a customer can do. */
export interface Actions {
  choose(files: readonly File[]): void;
  retry(): void;
  dismiss(photos: readonly Photo[]): void;
  switchLanguage(): void;
}

/** The page: which kiosk at the top, the one thing going on, the way on at the bottom. */
export function page(shown: Page, actions: Actions): TemplateResult {
  return html`
    ${header(shown, actions)}
    ${
      shown.offline && shown.standing.at === "open"
        ? html`<p class="banner" role="status">${icon(WifiOff)} ${shown.words.offline}</p>`
        : nothing
    }
    ${body(shown, actions)}
  `;
}

function header({ words, standing, offline }: Page, actions: Actions): TemplateResult {
  return html`
    <header class="top">
      <div class="place">
        ${
          standing.at === "open"
            ? html`
                <p class="place-note ${offline ? "place-lost" : ""}">
                  <span class="lamp"></span>${offline ? words.reconnecting : words.connectedTo}
                </p>
                <p class="place-kiosk">${standing.view.kiosk_name}</p>
                <p class="place-site">${icon(MapPin)} ${standing.view.site_name}</p>
              `
            : html`<p class="place-kiosk">Minilab</p>`
        }
      </div>
      <button class="language" type="button" @click=${actions.switchLanguage}>
        ${words.otherLanguage}
      </button>
    </header>
  `;
}

function body({ words, standing, offline, photos }: Page, actions: Actions): TemplateResult {
  switch (standing.at) {
    case "insecure":
    case "badLink":
    case "dead":
      return trouble(words.trouble[standing.at]);
    case "connecting":
      return offline
        ? trouble(words.trouble.unreachable, "waiting")
        : html`<main class="middle">
            <p class="connecting" role="status">${words.connecting}</p>
          </main>`;
    case "open":
      break;
  }
  const { view } = standing;
  if (view.stage.stage === "ended") return ended(words, view.stage);
  if (view.admission === "waiting") return trouble(words.trouble.waiting, "waiting");
  if (view.admission === "refused") return trouble(words.trouble.refused);
  switch (view.stage.stage) {
    case "collecting":
      return collecting(words, view, photos, actions);
    case "paying":
      return paying(words, photos);
    case "printing":
      return printing(words, view, view.stage, photos);
  }
}
