import { html, nothing, type TemplateResult } from "lit-html";
import { Check, CircleAlert, QrCode, Smartphone, TriangleAlert } from "lucide";
import type { Tile } from "../../shared/bindings/Tile";
import type { View } from "../../shared/bindings/View";
import { icon } from "../../shared/icon";
import { pager } from "../parts/pager";
import { qrCode } from "../parts/qr_code";
import { variables } from "../parts/variables";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";
import { steps } from "./steps";

const PER_PAGE = { portrait: 12, landscape: 8, square: 6 } as const;

/** A photo that the phone has announced and not yet sent. */
const COMING = "coming";

/** Step 1: photos land and are chosen. */
export function collectScreen(ui: Ui, view: View, screen: ScreenOf<"collect">): TemplateResult {
  const { words } = ui;
  const empty = screen.tiles.length === 0 && screen.sending === 0;
  const chosen = screen.chosen > 0;
  return frame(ui, view, {
    name: "collect",
    step: 1,
    title: words.collect.title,
    body: empty ? waiting(ui, screen) : photos(ui, screen),
    back: () => ui.send({ command: "back" }),
    cancel: () => ui.send({ command: "cancel" }),
    total: empty
      ? html``
      : html`<p class="total-line" data-test="chosen">
          ${chosen ? words.collect.chosen(screen.chosen) : words.collect.chooseFirst}
        </p>`,
    primary: {
      label: words.collect.next,
      test: "next",
      disabled: !chosen,
      press: () => ui.send({ command: "next" }),
    },
  });
}

/** Nothing has come yet: the code and three steps, or a word that the phone is there. */
function waiting(ui: Ui, screen: ScreenOf<"collect">): TemplateResult {
  const { collect, attract } = ui.words;
  return html`<div class="waiting">
    ${
      screen.phone_connected
        ? html`<div class="emblem emblem-done">${icon(Smartphone)}</div>`
        : screen.phone_url === null
          ? html`<p class="qr qr-coming" role="status">${attract.preparing}</p>`
          : qrCode(screen.phone_url, attract.qr, "qr-phone")
    }
    <div class="waiting-words" role="status">
      <h2>${screen.phone_connected ? collect.connected : collect.scan}</h2>
      ${
        screen.phone_connected
          ? html`<p class="lead">${collect.connectedHint}</p>`
          : steps([collect.steps.scan, collect.steps.pick, collect.steps.land])
      }
    </div>
  </div>`;
}

function photos(ui: Ui, screen: ScreenOf<"collect">): TemplateResult {
  const { words } = ui;
  const coming = Array.from({ length: screen.sending }, () => COMING as typeof COMING);
  const printable = screen.tiles.filter((tile) => tile.state.tile === "ready").length;
  return html`<div class="split">
    ${pager<Tile | typeof COMING>(
      ui,
      "collect",
      [...screen.tiles, ...coming],
      PER_PAGE[ui.layout],
      (item, number) => (item === COMING ? comingTile(ui) : tile(ui, item, number)),
    )}
    <aside class="panel panel-collect">
      <div class="counts" role="status">
        <p class="lead" data-test="photos-here">${words.collect.here(screen.tiles.length)}</p>
        ${
          screen.sending > 0
            ? html`<p class="soft" data-test="photos-coming">
                ${words.collect.arriving(screen.sending)}
              </p>`
            : nothing
        }
      </div>
      <div class="choices">
        <button
          class="quiet"
          data-test="choose-all"
          ?disabled=${screen.chosen === printable}
          @click=${() => ui.send({ command: "choose_all" })}
        >
          ${words.collect.all}
        </button>
        <button
          class="quiet"
          data-test="choose-none"
          ?disabled=${screen.chosen === 0}
          @click=${() => ui.send({ command: "choose_none" })}
        >
          ${words.collect.none}
        </button>
      </div>
      <button
        class="quiet more"
        data-test="more-from-phone"
        ?disabled=${screen.phone_url === null}
        @click=${() => ui.change({ sheet: "phone" })}
      >
        ${icon(QrCode)} ${words.collect.more}
      </button>
    </aside>
  </div>`;
}

function comingTile({ words }: Ui): TemplateResult {
  return html`<li class="tile tile-landing" data-test="tile-coming">
    <span class="tile-note">${words.collect.landing}</span>
  </li>`;
}

function tile(ui: Ui, { photo, state, chosen }: Tile, number: number): TemplateResult {
  const { words } = ui;
  switch (state.tile) {
    case "landing":
      return html`<li class="tile tile-landing" data-test="tile-${photo}" data-state="landing">
        <span class="tile-note">${words.collect.landing}</span>
      </li>`;
    case "refused":
      return html`<li class="tile tile-refused" data-test="tile-${photo}" data-state="refused">
        ${icon(CircleAlert)}
        <p>${words.refused[state.refusal](state.name ?? "")}</p>
      </li>`;
    case "ready":
      return html`<li class="tile tile-ready">
        <button
          ${variables({ "--aspect": (state.width_px / state.height_px).toFixed(4) })}
          data-test="tile-${photo}"
          data-state="ready"
          aria-pressed=${chosen}
          aria-label=${words.collect.tile(number, chosen)}
          @click=${() => ui.send({ command: "toggle_photo", photo })}
        >
          <img src=${ui.photoUrl(photo)} alt="" decoding="async" draggable="false" />
          <span class="tick" aria-hidden="true">${icon(Check)}</span>
          ${
            state.soundness === "cut_short"
              ? html`<span class="soft-photo" data-test="cut-short-${photo}">
                  ${icon(TriangleAlert)} ${words.collect.cutShort}
                </span>`
              : nothing
          }
        </button>
      </li>`;
  }
}
