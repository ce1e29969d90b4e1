import type { Bleed } from "../../shared/bindings/Bleed";
import type { CodeView } from "../../shared/bindings/CodeView";
import type { Language } from "../../shared/bindings/Language";
import type { Line } from "../../shared/bindings/Line";
import type { IndexOffer } from "../../shared/bindings/IndexOffer";
import type { Offer } from "../../shared/bindings/Offer";
import type { QuoteReduction } from "../../shared/bindings/QuoteReduction";
import type { PayCode } from "../../shared/bindings/PayCode";
import type { PayStage } from "../../shared/bindings/PayStage";
import type { ReceiptView } from "../../shared/bindings/ReceiptView";
import type { Quote } from "../../shared/bindings/Quote";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { Screen } from "../../shared/bindings/Screen";
import type { SheetView } from "../../shared/bindings/SheetView";
import type { Straighten } from "../../shared/bindings/Straighten";
import type { View } from "../../shared/bindings/View";
import { WHOLE } from "../crop/photo";
import { withinTilt } from "../crop/tilt";
import { NEUTRAL_TONE } from "../edit/retouching";
import { PAPERS, placementOn } from "../parts/paper";
import { ALIPAY_CODE_URL, CODE_URL, PHONE_URL, RECEIPT_URL } from "./codes";
import { line, lines, plain, recut, tiles } from "./pictures";

type Fixture = Partial<Omit<View, "screen" | "language">> & { readonly screen: Screen };

const OFFERS: Offer[] = [
  { size: "five_inch", price: 200, available: true },
  { size: "six_inch", price: 250, available: true },
  { size: "eight_inch", price: 500, available: true },
  { size: "four_small", price: 400, available: true },
];
const EIGHT_OUT = OFFERS.map((offer) => ({ ...offer, available: offer.size !== "eight_inch" }));

const INDEX_PRICE = 300;
const ON_AN_INDEX = 30;

function indexOffer(of: readonly Line[], part: Partial<IndexOffer> = {}): IndexOffer | null {
  const sheets = Math.ceil(of.length / ON_AN_INDEX);
  const offer = { sheets, amount: sheets * INDEX_PRICE };
  return of.length < 2 ? null : { ...offer, ordered: "without", available: true, ...part };
}

function quote(of: readonly Line[], discountPercent = 0, index: IndexOffer | null = null): Quote {
  const photos = OFFERS.map(({ size, price }) => {
    const sheets = of.filter((one) => one.size === size).reduce((sum, one) => sum + one.copies, 0);
    return { size, sheets, unit_price: price, amount: price * sheets };
  }).filter(({ sheets }) => sheets > 0);
  const { ordered, sheets, amount } = index ?? { ordered: "without", sheets: 0, amount: 0 };
  const indexed = { size: "index_print" as const, sheets, unit_price: INDEX_PRICE, amount };
  const sized = ordered === "with" ? [...photos, indexed] : photos;
  const subtotal = sized.reduce((sum, { amount }) => sum + amount, 0);
  const discount = Math.ceil((subtotal * discountPercent) / 100);
  const reductions: QuoteReduction[] =
    discount > 0 ? [{ kind: { by: "whole_order" }, amount: discount }] : [];
  const total = subtotal - discount;
  return { lines: sized, subtotal, discount, total, reductions, settings_version: 7 };
}

const WECHAT_CODE: PayCode = { provider: "wechat_pay", code_url: CODE_URL };
const ALIPAY_CODE: PayCode = { provider: "alipay", code_url: ALIPAY_CODE_URL };

function pay(part: Partial<Extract<PayStage, { stage: "waiting" }>>, total = 1200): Fixture {
  return {
    screen: {
      screen: "pay",
      stage: {
        stage: "waiting",
        codes: [WECHAT_CODE, ALIPAY_CODE],
        barcode: { barcode: "off" },
        seconds_left: 212,
        seconds_in_all: 300,
        ...part,
      },
      total,
    },
  };
}

function collect(part: Partial<Extract<Screen, { screen: "collect" }>>): Fixture {
  return {
    screen: {
      screen: "collect",
      phone_url: PHONE_URL,
      phone_connected: true,
      tiles: [],
      sending: 0,
      chosen: 0,
      ...part,
    },
  };
}

function sizes(of: Line[], discount = 0, offers = OFFERS): Fixture {
  return { screen: { screen: "sizes", offers, lines: of, quote: quote(of, discount) } };
}

const NO_BLEED: Bleed = { left: 0, right: 0, top: 0, bottom: 0 };

function edit(of: Line, change: Partial<Recipe> = {}, bleed = NO_BLEED): Fixture {
  const recipe = { ...of.recipe, ...change };
  const photo = { width: of.width_px, height: of.height_px };
  const { sheet, picture } = placementOn(PAPERS[of.size], photo, recipe);
  return {
    screen: {
      screen: "edit",
      line: { ...of, recipe },
      aspect_width: picture.width,
      aspect_height: picture.height,
      paper_width: sheet.width,
      paper_height: sheet.height,
      bleed,
    },
  };
}

type ReviewScreen = Extract<Screen, { screen: "review" }>;

/** Nobody has typed one. */
const NO_CODE: CodeView = { code: "none" };

function reviewOf(of: Line[], discount = 0, part: Partial<IndexOffer> = {}): ReviewScreen {
  const index_print = indexOffer(of, part);
  const priced = quote(of, discount, index_print);
  return { screen: "review", lines: of, quote: priced, index_print, code: NO_CODE, obstacle: null };
}

function review(of: Line[], discount = 0, part: Partial<IndexOffer> = {}): Fixture {
  return { screen: reviewOf(of, discount, part) };
}

/** Six prints, and what is taken off them one by one. */
function reduced(reductions: QuoteReduction[], code: CodeView | null = NO_CODE): Fixture {
  const of = [line(0, "six_inch", 5), line(1, "eight_inch", 1)];
  const { subtotal, ...rest } = quote(of);
  const discount = reductions.reduce((sum, { amount }) => sum + amount, 0);
  const priced = { ...rest, subtotal, discount, reductions, total: subtotal - discount };
  return {
    screen: { screen: "review", lines: of, quote: priced, index_print: null, code, obstacle: null },
  };
}

const RECEIPT: ReceiptView = { code: "1S3T5V", url: RECEIPT_URL };

function printing(part: Partial<Extract<Screen, { screen: "printing" }>>): Fixture {
  const of = line(0, "six_inch", 1);
  return {
    screen: {
      screen: "printing",
      sheet: 3,
      of: 6,
      shows: { shows: "photo", photo: of.photo, recipe: of.recipe, size: of.size },
      seconds_left: 55,
      hold: null,
      course: "going_on",
      receipt: RECEIPT,
      ...part,
    },
  };
}

function indexed(of: readonly Line[]): SheetView {
  const photos = of.map(({ photo, recipe }) => ({ photo, recipe }));
  return { shows: "index", photos, first: 1 };
}

/** A photo of each size. */
function allProducts(): Line[] {
  return OFFERS.map(({ size }, index) => line(index, size, 1));
}

const DELETED_AT = new Date(2026, 10, 22, 14, 32).getTime();

function done(part: Partial<Extract<Screen, { screen: "done" }>>): Fixture {
  return {
    screen: {
      screen: "done",
      printed: 6,
      ordered: 6,
      refund: null,
      receipt: RECEIPT,
      deleted_at: DELETED_AT,
      ...part,
    },
  };
}

function trouble(what: Extract<Screen, { screen: "trouble" }>["trouble"]): Fixture {
  return { screen: { screen: "trouble", trouble: what, receipt: RECEIPT } };
}

const REFUSED = tiles(10, () => true).map((tile, index) => {
  if (index === 1) {
    return { ...tile, chosen: false, state: { tile: "landing" as const } };
  }
  if (index === 2 && tile.state.tile === "ready") {
    return { ...tile, state: { ...tile.state, soundness: "cut_short" as const } };
  }
  if (index === 3) {
    const name = "IMG_20260829_Summer holiday at the lake with grandmother.mov";
    return {
      ...tile,
      chosen: false,
      state: { tile: "refused" as const, refusal: "video" as const, name },
    };
  }
  if (index === 6) {
    return {
      ...tile,
      chosen: false,
      state: { tile: "refused" as const, refusal: "not_for_this_session" as const, name: null },
    };
  }
  return tile;
});

const turnedLine: Line = {
  ...line(0, "six_inch", 1),
  recipe: plain("one", { x: 210_000, y: 180_000, width: 600_000, height: 675_000 }),
};

/** A printer that lays down a little more than the paper that is kept. */
const BLEED: Bleed = { left: 12_000, right: 12_000, top: 22_000, bottom: 22_000 };

function bordered(of: Line, border_mm: number): Line {
  const photo = { width: of.width_px, height: of.height_px };
  return { ...of, recipe: recut({ ...of.recipe, border_mm }, photo, of.size) };
}

const SQUARE = { width: 3000, height: 3000 };
const WHOLE_PHOTO: Recipe = { ...line(4, "six_inch", 1).recipe, fit: "whole", border_mm: 3 };

function tilted(of: Line, straighten: Straighten): Line {
  const photo = { width: of.width_px, height: of.height_px };
  const recipe: Recipe = {
    ...of.recipe,
    mirror: "left_right",
    straighten,
    tone: { ...NEUTRAL_TONE, warmth: 50 },
  };
  return { ...of, recipe: recut(recipe, photo, of.size) };
}

/** Every screen, and every hard case of it. */
export const fixtures: Readonly<Record<string, Fixture>> = {
  starting: { screen: { screen: "starting" } },
  pairing: { screen: { screen: "pairing", code: "K7M2PX" }, kiosk_name: "", site_name: "" },
  "pairing-connecting": {
    screen: { screen: "pairing", code: null },
    kiosk_name: "",
    site_name: "",
  },
  "out-no-settings": { screen: { screen: "out_of_service", reason: "no_settings" } },
  "out-offline": { screen: { screen: "out_of_service", reason: "offline" } },
  "out-printer-offline": { screen: { screen: "out_of_service", reason: "printer_offline" } },
  "out-printer-stopped": { screen: { screen: "out_of_service", reason: "printer_stopped" } },
  "out-no-paper": { screen: { screen: "out_of_service", reason: "no_paper" } },
  attract: {
    screen: {
      screen: "attract",
      phone_url: PHONE_URL,
      offers: OFFERS,
      discount: { percent_off: 15, from_sheets: 10 },
    },
  },
  "attract-size-out": {
    screen: { screen: "attract", phone_url: PHONE_URL, offers: EIGHT_OUT, discount: null },
    notices: [{ notice: "size_out", size: "eight_inch" }],
    kiosk_name: "Kiosk 12 beside the escalator",
    site_name: "Wangfujing Book Building, second floor",
  },
  "attract-preparing": {
    screen: { screen: "attract", phone_url: null, offers: OFFERS, discount: null },
    notices: [{ notice: "offline" }],
  },
  "collect-empty": collect({ phone_connected: false }),
  "collect-connected": collect({}),
  "collect-one": collect({ tiles: tiles(1, () => true), chosen: 1 }),
  "collect-landing": collect({ tiles: REFUSED, sending: 4, chosen: 7 }),
  "collect-fifty": collect({ tiles: tiles(50, (index) => index % 3 !== 0), chosen: 33 }),
  "sizes-one": sizes(lines(1)),
  sizes: sizes(lines(9), 15),
  "sizes-fifty": sizes(lines(50), 15, EIGHT_OUT),
  edit: edit(line(5, "six_inch", 1)),
  "edit-soft": edit(line(7, "eight_inch", 1)),
  "edit-turned": edit(turnedLine),
  "edit-bleed": edit(line(0, "six_inch", 1), {}, BLEED),
  "edit-face": edit({ ...line(1, "six_inch", 1), faces: 2 }),
  "edit-bordered": edit(bordered(line(1, "eight_inch", 1), 6), {
    tone: { ...NEUTRAL_TONE, exposure: 20, warmth: 35 },
  }),
  "edit-whole": edit(line(4, "six_inch", 1), {
    fit: "whole",
    crop: { x: 0, y: 0, width: WHOLE, height: WHOLE },
  }),
  "edit-tilted": edit(line(0, "six_inch", 1), {
    straighten: 700,
    crop: withinTilt(line(0, "six_inch", 1).recipe.crop, 700, { width: 4032, height: 3024 }),
  }),
  "review-one": review(lines(1)),
  review: review([turnedLine, ...lines(9).slice(1)], 15),
  "review-edited": review([
    bordered(line(1, "eight_inch", 1), 6),
    { ...line(4, "six_inch", 1), recipe: recut(WHOLE_PHOTO, SQUARE, "six_inch") },
    tilted(line(0, "six_inch", 1), 700),
    tilted(line(5, "six_inch", 1), -1500),
  ]),
  "review-fifty": review(lines(50)),
  "review-index": review(lines(9), 15, { ordered: "with" }),
  "review-code": reduced([{ kind: { by: "code", name: "读者节" }, amount: 200 }], {
    code: "counts",
    name: "读者节",
    off: 200,
  }),
  "review-code-checking": {
    screen: {
      ...reviewOf(lines(4)),
      code: { code: "checking" },
      obstacle: { obstacle: "code_checked" },
    },
  },
  "review-code-refused": {
    screen: { ...reviewOf(lines(9)), code: { code: "refused", refusal: "unknown" } },
  },
  "review-code-held": {
    screen: { ...reviewOf(lines(4)), obstacle: { obstacle: "code_held" } },
  },
  "review-reductions": reduced(
    [
      { kind: { by: "volume", product: "six_inch", from_sheets: 5 }, amount: 250 },
      { kind: { by: "first_prints", sheets: 1 }, amount: 500 },
      { kind: { by: "window", name: "周三欢乐时光" }, amount: 200 },
      { kind: { by: "code", name: "读者节" }, amount: 300 },
    ],
    { code: "counts", name: "读者节", off: 300 },
  ),
  "review-free": reduced([{ kind: { by: "event", name: "开业大酬宾" }, amount: 1750 }], null),
  "review-index-out": review(lines(4), 0, { available: false }),
  "review-all-products": review(allProducts(), 15, { ordered: "with" }),
  "review-obstacle": {
    screen: {
      screen: "review",
      lines: lines(4),
      quote: quote(lines(4)),
      index_print: null,
      code: NO_CODE,
      obstacle: { obstacle: "size_out", size: "eight_inch" },
    },
    notices: [{ notice: "size_out", size: "eight_inch" }],
  },
  "review-too-few": {
    screen: {
      screen: "review",
      lines: lines(9),
      quote: quote(lines(9)),
      index_print: indexOffer(lines(9)),
      code: NO_CODE,
      obstacle: { obstacle: "too_few_prints_left", left: 4 },
    },
  },
  "pay-by-code": { screen: { screen: "pay", stage: { stage: "opening" }, total: 0 } },
  "pay-opening": { screen: { screen: "pay", stage: { stage: "opening" }, total: 1200 } },
  pay: pay({}),
  "pay-one": pay({ codes: [WECHAT_CODE] }),
  "pay-large": pay({ seconds_left: 9 }, 123_450),
  "pay-coming": pay({ codes: [WECHAT_CODE, { provider: "alipay", code_url: null }] }),
  "pay-scanner": pay({ barcode: { barcode: "ready" } }),
  "pay-one-scanner": pay({ codes: [WECHAT_CODE], barcode: { barcode: "ready" } }),
  "pay-unreadable": pay({ barcode: { barcode: "unreadable" } }),
  "pay-charging": pay({ barcode: { barcode: "charging", provider: "alipay" } }),
  "pay-confirming": pay({ barcode: { barcode: "confirming", provider: "wechat_pay" } }),
  "pay-undoing": pay({ barcode: { barcode: "undoing", provider: "alipay" } }),
  "pay-declined": pay({
    barcode: { barcode: "declined", provider: "wechat_pay", refusal: "code_stale" },
  }),
  "pay-no-funds": pay({
    barcode: { barcode: "declined", provider: "alipay", refusal: "funds" },
  }),
  "pay-checking": { screen: { screen: "pay", stage: { stage: "checking" }, total: 1200 } },
  printing: printing({}),
  "printing-index": printing({ sheet: 6, shows: indexed(lines(12)), seconds_left: 12 }),
  "printing-index-full": printing({ sheet: 6, shows: indexed(lines(30)), seconds_left: 12 }),
  "printing-many": printing({ sheet: 12, of: 120, seconds_left: 1310 }),
  "printing-hold": printing({ seconds_left: null, hold: "out_of_paper" }),
  "printing-stopping": printing({ hold: "jam", seconds_left: null, course: "stopping" }),
  "printing-jam": printing({ sheet: 1, of: 1, seconds_left: null, hold: "jam" }),
  done: done({}),
  "done-one": done({ printed: 1, ordered: 1 }),
  "done-unreached": done({ receipt: { code: "1S3T5V", url: null } }),
  "done-refund": done({
    printed: 4,
    refund: {
      amount: 400,
      provider: "wechat_pay",
      progress: "processing",
      reason: "printer_failed",
    },
  }),
  "done-nothing": done({
    printed: 0,
    refund: { amount: 1200, provider: "alipay", progress: "needs_person", reason: "unprovable" },
  }),
  "trouble-timed-out": trouble({ trouble: "not_paid", reason: "timed_out" }),
  "trouble-unavailable": trouble({ trouble: "not_paid", reason: "payment_unavailable" }),
  "trouble-too-late": trouble({
    trouble: "paid_too_late",
    amount: 1200,
    provider: "alipay",
    progress: "processing",
  }),
  "trouble-unknown": trouble({ trouble: "payment_unknown" }),
  service: {
    screen: {
      screen: "service",
      report: {
        kiosk: "kiosk-0012",
        software_version: "0.1.0",
        settings_version: 1207,
        dashboard_answers: true,
        printer_reasons: ["media-empty-error", "marker-supply-low-warning"],
        printer_answers: false,
        prints_left: 692,
        facts_pending: 3,
        orders_open: 0,
      },
    },
  },
  idle: { ...sizes(lines(9), 15), idle: { seconds_left: 17 } },
  "second-phone": { ...collect({ tiles: tiles(5, () => true), chosen: 5 }), second_phone: true },
};

/** The complete view of a fixture. */
export function viewOf(name: string, language: Language): Omit<View, "revision"> {
  const fixture = fixtures[name];
  if (fixture === undefined) throw new Error(`there is no screen called "${name}"`);
  return {
    language,
    kiosk_name: "Kiosk 12",
    site_name: language === "zh" ? "王府井书店二层" : "Wangfujing, second floor",
    notices: [],
    idle: null,
    second_phone: false,
    ...fixture,
  };
}
