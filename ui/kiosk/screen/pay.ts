import { html, nothing, type TemplateResult } from "lit-html";
import { ShieldCheck } from "lucide";
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

/** Step 4: the customer pays. Back and Cancel both stop the payment and keep the photos. */
export function payScreen(ui: Ui, view: View, { stage, total }: ScreenOf<"pay">): TemplateResult {
  const { pay } = ui.words;
  const parts = {
    name: "pay",
    step: 4,
    title: pay.title,
    body: html`<div class="pay pay-${stage.stage}">
      <div class="pay-words">
        <p class="amount numbers" data-test="amount">${money(total)}</p>
        ${stage.stage === "checking" ? nothing : promises(ui)}
      </div>
      <div class="pay-code">${code(ui, stage)}</div>
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
function promises({ words: { pay } }: Ui): TemplateResult {
  return html`<p class="promise">${icon(ShieldCheck)} <span>${pay.safe}</span></p>
    ${steps([pay.steps.scan, pay.steps.confirm, pay.steps.print])}`;
}

function code({ words }: Ui, stage: PayStage): TemplateResult {
  const { pay } = words;
  switch (stage.stage) {
    case "opening":
      return html`<div class="busy" role="status" data-test="pay-opening">
        <i class="dots" aria-hidden="true"></i>
        <h2>${pay.opening}</h2>
        <p class="lead">${pay.openingHint}</p>
      </div>`;
    case "waiting": {
      const time = minutesAndSeconds(stage.seconds_left);
      return html`<h2>${pay.scan}</h2>
        <div class="code-and-time">
          ${qrCode(stage.code_url, pay.qr, "qr-pay")}
          ${ring(stage.seconds_left, stage.seconds_in_all, time, pay.timeLeft(time))}
        </div>`;
    }
    case "checking":
      return html`<div class="busy" role="status" data-test="pay-checking">
        <i class="dots" aria-hidden="true"></i>
        <h2>${pay.checking}</h2>
        <p class="lead">${pay.checkingHint}</p>
      </div>`;
  }
}

/** 272 is "4:32". */
function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
