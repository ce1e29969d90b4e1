import { html, nothing, type TemplateResult } from "lit-html";
import type { Discount } from "../../shared/bindings/Discount";
import type { Offer } from "../../shared/bindings/Offer";
import type { View } from "../../shared/bindings/View";
import { money } from "../../shared/format";
import { qrCode } from "../parts/qr_code";
import type { Ui } from "../ui";
import { corner, isCovered, notices, primaryButton } from "./frame";
import { placeOf } from "./out_of_service";
import type { ScreenOf } from "./screen_of";
import { serviceCorner } from "./service_corner";
import { sampleWall } from "./wall";

/** Waiting for a customer: what this is, how to begin, what it costs. Seen from across a room. */
export function attractScreen(
  ui: Ui,
  view: View,
  { phone_url, offers, discount }: ScreenOf<"attract">,
): TemplateResult {
  const { attract } = ui.words;
  return html`<main
    class="attract screen-attract"
    data-test="screen-attract"
    ?inert=${isCovered(ui, view)}
  >
    ${sampleWall()} ${serviceCorner(ui)}
    <header class="top">
      <p class="place">${placeOf(view)}</p>
      ${corner(ui)}
    </header>
    <div class="invitation">
      <div class="slogan">
        <h1 data-test="title">${attract.headline}</h1>
        <p class="lead">${attract.hint}</p>
      </div>
      <div class="scan">
        ${
          phone_url === null
            ? html`<p class="qr qr-coming" role="status">${attract.preparing}</p>`
            : qrCode(phone_url, attract.qr, "qr-phone")
        }
      </div>
    </div>
    ${notices(ui, view.notices)}
    <footer class="bottom">
      <div class="prices" data-test="prices">
        ${offers.map((offer) => price(ui, offer))} ${discountLine(ui, discount)}
      </div>
      ${primaryButton({
        label: attract.start,
        test: "start",
        press: () => ui.send({ command: "start" }),
      })}
    </footer>
  </main>`;
}

function price({ words }: Ui, offer: Offer): TemplateResult {
  return html`<p
    class="price ${offer.available ? "" : "price-out"}"
    data-test="price-${offer.size}"
  >
    <span class="price-size">${words.size[offer.size]}</span>
    <strong class="numbers">${money(offer.price)}</strong>
    <span class="price-each">${offer.available ? words.attract.price : words.attract.soldOut}</span>
  </p>`;
}

function discountLine({ words }: Ui, discount: Discount | null): TemplateResult | typeof nothing {
  if (discount === null) return nothing;
  return html`<p class="discount" data-test="discount">
    ${words.attract.discount(discount.percent_off, discount.from_sheets)}
  </p>`;
}
