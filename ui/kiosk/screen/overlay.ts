import { html, nothing, type TemplateResult } from "lit-html";
import { ShieldCheck, Trash2 } from "lucide";
import type { View } from "../../shared/bindings/View";
import { icon } from "../../shared/icon";
import { dialog } from "../parts/dialog";
import { qrCode } from "../parts/qr_code";
import type { Ui } from "../ui";
import { codeSheet } from "./code_sheet";
import { passwordSheet } from "./password_sheet";
import { steps } from "./steps";

/** What lies over the screen; at most one thing, the most pressing first. */
export function overlay(ui: Ui, view: View): TemplateResult | typeof nothing {
  if (view.idle !== null) return idleDialog(ui, view.idle.seconds_left);
  if (view.second_phone) return secondPhoneDialog(ui);
  switch (ui.local.sheet) {
    case "none":
      return nothing;
    case "help":
      return helpSheet(ui, view);
    case "phone":
      return phoneSheet(ui, view);
    case "password":
      return passwordSheet(ui);
    case "code":
      return codeSheet(ui);
  }
}

function idleDialog(ui: Ui, seconds: number): TemplateResult {
  const { idle } = ui.words;
  return dialog(
    "idle",
    idle.title,
    html`<p class="lead numbers" role="status">${idle.text(seconds)}</p>
      <div class="answers-row">
        <button class="quiet" data-test="leave" @click=${() => ui.send({ command: "cancel" })}>
          ${idle.leave}
        </button>
        <button
          class="primary"
          data-test="still-here"
          @click=${() => ui.send({ command: "still_here" })}
        >
          ${idle.stay}
        </button>
      </div>`,
  );
}

function secondPhoneDialog(ui: Ui): TemplateResult {
  const { secondPhone } = ui.words;
  return dialog(
    "second-phone",
    secondPhone.title,
    html`<p class="lead">${secondPhone.text}</p>
      <div class="answers-row">
        <button
          class="quiet"
          data-test="refuse-phone"
          @click=${() => ui.send({ command: "refuse_phone" })}
        >
          ${secondPhone.refuse}
        </button>
        <button
          class="primary"
          data-test="admit-phone"
          @click=${() => ui.send({ command: "admit_phone" })}
        >
          ${secondPhone.admit}
        </button>
      </div>`,
  );
}

function helpSheet(ui: Ui, view: View): TemplateResult {
  const { helpSheet: help } = ui.words;
  return dialog(
    "help",
    help.title,
    html`${steps([help.steps.send, help.steps.choose, help.steps.pay, help.steps.take])}
      <div class="promises">
        <p class="promise">
          ${icon(ShieldCheck)} <span><strong>${help.moneyTitle}</strong> ${help.money}</span>
        </p>
        <p class="promise">
          ${icon(Trash2)} <span><strong>${help.privacyTitle}</strong> ${help.privacy}</span>
        </p>
      </div>
      ${view.kiosk_name === "" ? nothing : html`<p class="soft">${help.who(view.kiosk_name)}</p>`}
      ${closeButton(ui)}`,
  );
}

function phoneSheet(ui: Ui, view: View): TemplateResult {
  const { collect, attract } = ui.words;
  const url = view.screen.screen === "collect" ? view.screen.phone_url : null;
  return dialog(
    "phone",
    collect.moreTitle,
    html`${
        url === null
          ? html`<p class="qr qr-coming" role="status">${attract.preparing}</p>`
          : qrCode(url, attract.qr, "qr-phone")
      }
      <p class="lead">${collect.moreHint}</p>
      ${closeButton(ui)}`,
  );
}

function closeButton(ui: Ui): TemplateResult {
  return html`<div class="answers-row">
    <button class="primary" data-test="close" @click=${() => ui.change({ sheet: "none" })}>
      ${ui.words.close}
    </button>
  </div>`;
}
