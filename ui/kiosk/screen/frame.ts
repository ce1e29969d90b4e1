import { html, nothing, type TemplateResult } from "lit-html";
import { ChevronLeft, CircleHelp, Languages, TriangleAlert, X } from "lucide";
import type { Notice } from "../../shared/bindings/Notice";
import type { View } from "../../shared/bindings/View";
import { icon } from "../../shared/icon";
import type { Ui } from "../ui";

/** What stands around the content of every screen, always in the same places. */
export interface Frame {
  /** Names the screen for styles and tests: `screen-{name}`. */
  readonly name: string;
  /** Which of the four steps this is, where it is one. */
  readonly step?: number;
  /** Top left. */
  readonly title: string;
  readonly body: TemplateResult;
  /** Bottom left; none where there is nothing to go back to. */
  readonly back?: () => void;
  /** Beside Back; none where there is nothing left to cancel. */
  readonly cancel?: () => void;
  /** Bottom middle: the running total. */
  readonly total?: TemplateResult;
  /** Bottom right: the one way on. */
  readonly primary?: Primary;
}

export interface Primary {
  readonly label: string;
  readonly test: string;
  readonly press: () => void;
  readonly disabled?: boolean;
}

export function frame(ui: Ui, view: View, parts: Frame): TemplateResult {
  const { words } = ui;
  return html`<main
    class="frame screen-${parts.name}"
    data-test="screen-${parts.name}"
    ?inert=${isCovered(ui, view)}
  >
    <header class="top">
      <div class="where">
        ${
          parts.step === undefined
            ? nothing
            : html`<p class="step numbers">${words.stepNumber(parts.step)}</p>`
        }
        <h1 data-test="title">${parts.title}</h1>
      </div>
      ${corner(ui)}
    </header>
    ${notices(ui, view.notices)}
    <div class="body">${parts.body}</div>
    <footer class="bottom">
      <div class="ways-back">
        ${
          parts.back === undefined
            ? nothing
            : html`<button class="quiet" data-test="back" @click=${parts.back}>
                ${icon(ChevronLeft)} ${words.back}
              </button>`
        }
        ${
          parts.cancel === undefined
            ? nothing
            : html`<button class="bare" data-test="cancel" @click=${parts.cancel}>
                ${icon(X)} ${words.cancel}
              </button>`
        }
      </div>
      <div class="running-total">${parts.total ?? nothing}</div>
      ${parts.primary === undefined ? nothing : primaryButton(parts.primary)}
    </footer>
  </main>`;
}

/** The way on: one per screen. */
export function primaryButton(primary: Primary): TemplateResult {
  return html`<button
    class="primary"
    data-test=${primary.test}
    ?disabled=${primary.disabled ?? false}
    @click=${primary.press}
  >
    ${primary.label}
  </button>`;
}

/** Top right: the other language, and help. */
export function corner(ui: Ui): TemplateResult {
  const { words } = ui;
  const other = ui.language === "zh" ? "en" : "zh";
  return html`<nav class="corner">
    <button
      class="bare"
      data-test="language"
      lang=${other === "zh" ? "zh-CN" : "en"}
      @click=${() => ui.send({ command: "choose_language", language: other })}
    >
      ${icon(Languages)} ${words.otherLanguage}
    </button>
    <button class="bare" data-test="help" @click=${() => ui.change({ sheet: "help" })}>
      ${icon(CircleHelp)} ${words.help}
    </button>
  </nav>`;
}

/** What is not as it should be and stops nobody, said before it disappoints. */
export function notices(ui: Ui, all: readonly Notice[]): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  return html`<div class="notices" role="status" data-test="notices">
    ${all.map(
      (notice) =>
        html`<p class="notice" data-test="notice-${notice.notice}">
          ${icon(TriangleAlert)} <span>${noticeText(ui, notice, all)}</span>
        </p>`,
    )}
  </div>`;
}

/** The sizes that every price list has. */
const ALWAYS_SOLD = ["six_inch", "eight_inch"] as const;

function noticeText({ words }: Ui, notice: Notice, all: readonly Notice[]): string {
  switch (notice.notice) {
    case "offline":
      return words.notices.offline;
    case "size_out": {
      const other = ALWAYS_SOLD.find(
        (size) => !all.some((one) => one.notice === "size_out" && one.size === size),
      );
      const sentence = words.notices.sizeOut[notice.size];
      const gap = /[a-z.]$/.test(sentence) ? " " : "";
      return other === undefined ? sentence : sentence + gap + words.notices.stillPrints[other];
    }
  }
}

/** Whether something lies over the screen, so that nothing under it can be pressed. */
export function isCovered(ui: Ui, view: View): boolean {
  return view.idle !== null || view.second_phone || ui.local.sheet !== "none";
}
