import { html, nothing, type TemplateResult } from "lit-html";
import { ArrowDown, Check, CircleAlert, RotateCcw } from "lucide";
import type { RefundView } from "../../shared/bindings/RefundView";
import type { View } from "../../shared/bindings/View";
import { money, timeOfDay } from "../../shared/format";
import { icon } from "../../shared/icon";
import { besideReceipt, receiptCard } from "../parts/receipt";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";

/** All done: take the photos; they are deleted; the money of what did not print comes back. */
export function doneScreen(ui: Ui, view: View, screen: ScreenOf<"done">): TemplateResult {
  const { words } = ui;
  const { printed, ordered, refund, receipt, deleted_at } = screen;
  const missing = ordered - printed;
  return frame(ui, view, {
    name: "done",
    title: words.done.title,
    body: html`<div class="ending ${besideReceipt(receipt)}">
      <div class="ending-words">
        <div class="emblem ${printed > 0 ? "emblem-done" : "emblem-stop"}">
          ${icon(printed > 0 ? ArrowDown : CircleAlert)}
        </div>
        <h2 class="ending-title" data-test="take">
          ${printed > 0 ? words.done.take(printed) : words.done.nothing}
        </h2>
        <ul class="facts">
          ${
            missing > 0
              ? html`<li class="fact fact-stop" data-test="missing">
                  ${icon(CircleAlert)}
                  <span>${words.done.missing(missing)} ${why(ui, refund)}</span>
                </li>`
              : nothing
          }
          ${refund === null ? nothing : refundLine(ui, refund, receipt.code)}
          <li class="fact fact-done" data-test="deleted">
            ${icon(Check)} <span>${words.done.deleted(timeOfDay(deleted_at))}</span>
          </li>
        </ul>
      </div>
      ${receiptCard(ui, receipt)}
    </div>`,
    primary: {
      label: words.done.finish,
      test: "finish",
      press: () => ui.send({ command: "finish" }),
    },
  });
}

function why({ words }: Ui, refund: RefundView | null): string {
  return refund?.reason ? words.why[refund.reason] : "";
}

function refundLine({ words }: Ui, refund: RefundView, receipt: string): TemplateResult {
  const sentence = words.refund[refund.progress](
    money(refund.amount),
    receipt,
    words.app[refund.provider],
  );
  return html`<li class="fact fact-money" data-test="refund-${refund.progress}">
    ${icon(refund.progress === "done" ? Check : RotateCcw)} <span>${sentence}</span>
  </li>`;
}
