import { html, nothing, type TemplateResult } from "lit-html";
import { CircleAlert, ScanBarcode, ShieldCheck, Smartphone } from "lucide";
import type { BarcodeView } from "../../shared/bindings/BarcodeView";
import type { PayCode } from "../../shared/bindings/PayCode";
import type { PayStage } from "../../shared/bindings/PayStage";
import type { View } from "../../shared/bindings/View";
import { money } from "../../shared/format";
import { icon } from "../../shared/icon";
import { qrCode } from "../parts/qr_code";
import { ring } from "../parts/ring";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";
import { steps } from "./steps";

type Waiting = Extract<PayStage, { stage: "waiting" }>;

/** Step 4: the customer pays. Back and Cancel both stop the payment and keep the photos. */
export function payScreen(ui: Ui, view: View, { stage, total }: ScreenOf<"pay">): TemplateResult {
  const { pay } = ui.words;
  const codes = stage.stage === "waiting" ? stage.codes : [];
  const parts = {
    name: "pay",
    step: 4,
    title: pay.title,
    body: html`<div class="pay pay-${stage.stage}">
      <div class="pay-words">
        <p class="amount numbers" data-test="amount">${money(total)}</p>
        ${stage.stage === "checking" || total === 0 ? nothing : promises(ui, codes)}
      </div>
      <div class="pay-code" data-codes=${codes.length}>
        ${total === 0 ? busy("pay-taking", pay.taking, pay.takingHint) : way(ui, stage)}
      </div>
    </div>`,
  };
  // Once the time is over there is nothing left to stop: the payment is being looked for.
  if (stage.stage === "checking") return frame(ui, view, parts);
  return frame(ui, view, {
    ...parts,
    back: () => ui.send({ command: "back" }),
    cancel: () => ui.send({ command: "cancel" }),
  });
}

/** Before the payment: it is safe, and this is what happens next. */
function promises(ui: Ui, codes: readonly PayCode[]): TemplateResult {
  const { pay } = ui.words;
  const scan = codes.length === 0 ? [] : [pay.steps.scan(apps(ui, codes))];
  return html`<p class="promise">${icon(ShieldCheck)} <span>${pay.safe}</span></p>
    ${steps([...scan, pay.steps.confirm, pay.steps.print])}`;
}

function way(ui: Ui, stage: PayStage): TemplateResult {
  const { pay } = ui.words;
  switch (stage.stage) {
    case "opening":
      return busy("pay-opening", pay.opening, pay.openingHint);
    case "waiting":
      return underWay(ui, stage.barcode) ?? codesAndTime(ui, stage);
    case "checking":
      return busy("pay-checking", pay.checking, pay.checkingHint);
  }
}

/** While a barcode is being charged there is nothing to scan, only a phone to look at. */
function underWay({ words }: Ui, barcode: BarcodeView): TemplateResult | null {
  const says = words.pay.barcode;
  switch (barcode.barcode) {
    case "charging":
      return busy("pay-charging", says.charging(words.app[barcode.provider]), says.chargingHint);
    case "confirming":
      return html`<div class="busy" role="status" data-test="pay-confirming">
        <div class="emblem emblem-phone">${icon(Smartphone)}</div>
        <h2>${says.confirming(words.app[barcode.provider])}</h2>
        <p class="lead">${says.confirmingHint}</p>
      </div>`;
    case "undoing":
      return busy("pay-undoing", says.undoing, says.undoingHint);
    case "off":
    case "ready":
    case "unreadable":
    case "declined":
      return null;
  }
}

function codesAndTime(ui: Ui, { codes, barcode, ...time }: Waiting): TemplateResult {
  const { pay } = ui.words;
  const text = minutesAndSeconds(time.seconds_left);
  return html`${problem(ui, codes, barcode) ?? html`<h2>${pay.scan(apps(ui, codes))}</h2>`}
    <div class="codes">${codes.map((code) => oneCode(ui, code))}</div>
    <div class="pay-foot">
      ${ring(time.seconds_left, time.seconds_in_all, text, pay.timeLeft(text))}
      ${
        barcode.barcode === "off"
          ? nothing
          : html`<p class="scanner" data-test="scanner">
              ${icon(ScanBarcode)} <span>${pay.barcode.ready}</span>
            </p>`
      }
    </div>`;
}

/** What was wrong with the barcode that was shown, in the heading's place. */
function problem(ui: Ui, codes: readonly PayCode[], barcode: BarcodeView): TemplateResult | null {
  const { words } = ui;
  const says = words.pay.barcode;
  const sentence =
    barcode.barcode === "unreadable"
      ? says.unreadable(apps(ui, codes))
      : barcode.barcode === "declined"
        ? says.declined[barcode.refusal](words.app[barcode.provider])
        : null;
  if (sentence === null) return null;
  return html`<p class="barcode-problem" role="alert" data-test="barcode-problem">
    ${icon(CircleAlert)} <span>${sentence}</span>
  </p>`;
}

function oneCode({ words }: Ui, { provider, code_url }: PayCode): TemplateResult {
  const app = words.app[provider];
  return html`<figure class="payable payable-${provider}">
    ${
      code_url === null
        ? html`<div class="qr qr-coming"><i class="dots" aria-hidden="true"></i></div>`
        : qrCode(code_url, words.pay.qr(app), `qr-pay-${provider}`)
    }
    <figcaption><i class="mark" aria-hidden="true"></i>${app}</figcaption>
  </figure>`;
}

function busy(test: string, what: string, hint: string): TemplateResult {
  return html`<div class="busy" role="status" data-test=${test}>
    <i class="dots" aria-hidden="true"></i>
    <h2>${what}</h2>
    <p class="lead">${hint}</p>
  </div>`;
}

/** "WeChat", or "WeChat or Alipay". */
function apps({ words }: Ui, codes: readonly PayCode[]): string {
  const names = codes.map(({ provider }) => words.app[provider]);
  return names.length === 0
    ? words.either(words.app.wechat_pay, words.app.alipay)
    : names.reduce((one, other) => words.either(one, other));
}

/** 272 is "4:32". */
function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
