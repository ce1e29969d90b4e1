import { html, nothing, type TemplateResult } from "lit-html";
import { CircleAlert, ShieldCheck } from "lucide";
import type { Trouble } from "../../shared/bindings/Trouble";
import type { View } from "../../shared/bindings/View";
import { money } from "../../shared/format";
import { icon } from "../../shared/icon";
import { besideReceipt, receiptCard } from "../parts/receipt";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";

interface Sentences {
  readonly what: string;
  readonly money: string;
  readonly todo: string;
  readonly on: string;
}

/** Something went wrong before anything was printed: what, is my money safe, what to do. */
export function troubleScreen(
  ui: Ui,
  view: View,
  { trouble, receipt }: ScreenOf<"trouble">,
): TemplateResult {
  const { words } = ui;
  const says = sentences(ui, trouble, receipt?.code ?? "");
  return frame(ui, view, {
    name: "trouble",
    title: words.trouble.title,
    body: html`<div class="ending ${besideReceipt(receipt)}" data-test="trouble-${trouble.trouble}">
      <div class="ending-words">
        <div class="emblem emblem-warn">${icon(CircleAlert)}</div>
        <h2 class="ending-title">${says.what}</h2>
        <dl class="answers">
          <div class="answer answer-money" data-test="trouble-money">
            <dt>${icon(ShieldCheck)} ${words.trouble.money}</dt>
            <dd>${says.money}</dd>
          </div>
          <div class="answer">
            <dt>${words.trouble.todo}</dt>
            <dd>${says.todo}</dd>
          </div>
        </dl>
      </div>
      ${receipt === null ? nothing : receiptCard(ui, receipt)}
    </div>`,
    primary: {
      label: says.on,
      test: "finish",
      press: () => ui.send({ command: "finish" }),
    },
  });
}

function sentences({ words }: Ui, trouble: Trouble, receipt: string): Sentences {
  const { trouble: says } = words;
  switch (trouble.trouble) {
    case "not_paid": {
      const { title, todo } = says.notPaid[trouble.reason];
      return { what: title, money: says.notCharged, todo, on: says.goOn };
    }
    case "paid_too_late":
      return {
        what: says.tooLate.title,
        money: words.refund[trouble.progress](
          money(trouble.amount),
          receipt,
          words.app[trouble.provider],
        ),
        todo: says.tooLate.todo,
        on: says.start,
      };
    case "payment_unknown":
      return {
        what: says.unknown.title,
        money: says.unknown.money,
        todo: says.unknown.todo,
        on: says.start,
      };
  }
}
