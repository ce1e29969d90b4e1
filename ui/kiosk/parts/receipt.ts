import { html, type TemplateResult } from "lit-html";
import type { ReceiptView } from "../../shared/bindings/ReceiptView";
import type { Ui } from "../ui";
import { qrCode } from "./qr_code";

/**
 * The order's receipt, to take along: its page's address as a code for the customer's own phone,
 * and the short code that can be said out loud.
 */
export function receiptCard({ words }: Ui, receipt: ReceiptView): TemplateResult {
  const code = html`<p class="receipt" data-test="receipt">
    ${words.receipt.code} <strong class="numbers">${receipt.code}</strong>
  </p>`;
  if (receipt.url === null) return code;
  return html`<div class="receipt-card">
    ${qrCode(receipt.url, words.receipt.qr, "qr-receipt")}
    <div class="receipt-words">
      <p>${words.receipt.scan}</p>
      ${code}
    </div>
  </div>`;
}

/** The same in the classes of what stands around it: beside a code there is less room. */
export function besideReceipt(receipt: ReceiptView | null): string {
  return receipt === null || receipt.url === null ? "" : "beside-receipt";
}
