import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Command } from "../../shared/bindings/Command";
import { ALIPAY_CODE_URL, CODE_URL, PHONE_URL, RECEIPT_URL } from "../gallery/codes";
import { openKiosk, show, SIZES, startBrowser } from "./kiosk_window";

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  page = (await openKiosk(browser, "landscape")).page;
  return () => page.context().close();
});

const at = (name: string) => page.locator(`[data-test="${name}"]`);
/** What was asked of the station, without the touches. */
const asked = async (): Promise<Command[]> =>
  (await page.evaluate(() => window.gallery.host.sent)).filter(
    ({ command }) => command !== "touch",
  );

describe("codes", () => {
  test.each(Object.keys(SIZES) as (keyof typeof SIZES)[])(
    "are read from the %s screen",
    async (size) => {
      const folder = await mkdtemp(join(tmpdir(), "minilab-codes-"));
      const kiosk = await openKiosk(browser, size);
      const cases = [
        ["attract", [PHONE_URL]],
        ["collect-empty", [PHONE_URL]],
        ["pay", [CODE_URL, ALIPAY_CODE_URL]],
        ["printing", [RECEIPT_URL]],
        ["done-refund", [RECEIPT_URL]],
        ["trouble-too-late", [RECEIPT_URL]],
      ] as const;
      for (const [name, texts] of cases) {
        await show(kiosk.page, name);
        const path = join(folder, `${name}.png`);
        await kiosk.page.screenshot({ path });
        const read = await promisify(execFile)("zbarimg", ["--raw", "-q", path]);
        const lines = read.stdout.trimEnd().split("\n");
        expect(new Set(lines), `${name}, byte for byte`).toEqual(new Set<string>(texts));
        // From a metre away a phone's camera needs modules of 1.8 mm; at 21.5 inches, 1080 pixels
        // of short side are 268 mm.
        const modules = await kiosk.page.evaluate(() =>
          [...document.querySelectorAll<SVGSVGElement>(".qr svg")].map(
            (code) =>
              ((code.getBoundingClientRect().width / code.viewBox.baseVal.width) * 268) /
              Math.min(window.innerWidth, window.innerHeight),
          ),
        );
        expect(Math.min(...modules), `a module of ${name}, in mm`).toBeGreaterThan(1.8);
      }
      await kiosk.page.context().close();
      await rm(folder, { recursive: true });
    },
  );
});

describe("a finger", () => {
  test("asks for what the button says", async () => {
    const cases: readonly [screen: string, button: string, command: Command][] = [
      ["attract", "start", { command: "start" }],
      ["attract", "language", { command: "choose_language", language: "zh" }],
      ["collect-fifty", "tile-photo-0001", { command: "toggle_photo", photo: "photo-0001" }],
      ["collect-fifty", "choose-all", { command: "choose_all" }],
      ["collect-fifty", "choose-none", { command: "choose_none" }],
      ["collect-fifty", "next", { command: "next" }],
      ["sizes", "all-eight_inch", { command: "set_size_of_all", size: "eight_inch" }],
      [
        "sizes",
        "size-eight_inch-photo-0001",
        { command: "set_size", photo: "photo-0001", size: "eight_inch" },
      ],
      [
        "sizes",
        "copies-plus-photo-0001",
        { command: "set_copies", photo: "photo-0001", copies: 2 },
      ],
      ["sizes", "edit-photo-0002", { command: "open_editor", photo: "photo-0002" }],
      ["sizes", "back", { command: "back" }],
      ["sizes", "cancel", { command: "cancel" }],
      ["edit", "rotate", { command: "rotate" }],
      ["edit", "reset", { command: "reset_recipe" }],
      ["edit", "next", { command: "next" }],
      ["review", "pay", { command: "pay" }],
      ["pay", "cancel", { command: "cancel" }],
      ["printing-hold", "give-up", { command: "give_up_printing" }],
      ["done", "finish", { command: "finish" }],
      ["trouble-timed-out", "finish", { command: "finish" }],
      ["service", "resume-printer", { command: "resume_printer" }],
      ["idle", "still-here", { command: "still_here" }],
      ["idle", "leave", { command: "cancel" }],
      ["second-phone", "admit-phone", { command: "admit_phone" }],
      ["second-phone", "refuse-phone", { command: "refuse_phone" }],
    ];
    for (const [screen, button, command] of cases) {
      await show(page, screen);
      await at(button).click();
      expect(await asked(), `${button} on ${screen}`).toEqual([command]);
    }
  });

  test("tells the station that someone is there, at most once a second", async () => {
    await show(page, "done");
    await page.evaluate(() => {
      for (let count = 0; count < 20; count += 1) {
        document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
      }
    });
    const sent = await page.evaluate(() => window.gallery.host.sent);
    expect(sent, "twenty touches in one moment").toEqual([{ command: "touch" }]);
  });

  test("cannot pay while there is an obstacle", async () => {
    await show(page, "review-obstacle");
    expect(await at("pay").isDisabled(), "nothing is sold that cannot be printed").toBe(true);
  });

  test("pages by arrow and by swipe, and a swipe presses nothing", async () => {
    await show(page, "collect-fifty");
    await at("page-on").click();
    expect(await at("tile-photo-0009").isVisible(), "the second page begins with the ninth").toBe(
      true,
    );
    const box = (await at("tile-photo-0010").boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.8, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.3, box.y + 60, { steps: 4 });
    await page.mouse.up();
    expect(await at("tile-photo-0017").isVisible(), "a swipe to the left is one page on").toBe(
      true,
    );
    expect(await asked(), "no photo was toggled on the way").toEqual([]);
  });
});

describe("the crop", () => {
  const recipes = async () =>
    (await asked()).flatMap((command) =>
      command.command === "set_recipe" ? [command.recipe] : [],
    );

  test("follows the finger, stays in the photo and is told when the finger lifts", async () => {
    await show(page, "edit");
    await at("zoom-in").click();
    const stage = (await at("crop-stage").boundingBox())!;
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 5000, y - 5000, { steps: 10 });
    await page.mouse.up();
    const told = await recipes();
    const { crop } = told.at(-1)!;
    expect(crop.x + crop.width, "as far right as the photo goes").toBe(1_000_000);
    expect(crop.y + crop.height, "as far down as the photo goes").toBe(1_000_000);
    expect((crop.width * 4032) / (crop.height * 3024), "still 6:4").toBeCloseTo(1.5, 3);
    expect(told.length, "not once for every move").toBeLessThan(8);
  });

  test("is drawn where it will be cut", async () => {
    await show(page, "edit-turned");
    await page.waitForSelector(".crop-stage canvas");
    const { frame, image } = await page.evaluate(() => {
      const box = (element: Element | null): DOMRect => element!.getBoundingClientRect();
      return {
        frame: box(document.querySelector(".crop-frame")).toJSON(),
        image: box(document.querySelector(".crop-stage canvas")).toJSON(),
      };
    });
    // The fixture's crop: 210000 180000 600000 675000 of the turned photo.
    expect((frame.left - image.left) / image.width, "left edge").toBeCloseTo(0.21, 3);
    expect((frame.top - image.top) / image.height, "top edge").toBeCloseTo(0.18, 3);
    expect(frame.width / image.width, "width").toBeCloseTo(0.6, 3);
    expect(frame.height / image.height, "height").toBeCloseTo(0.675, 3);
  });

  test("is shown on the review as it will be cut", async () => {
    await show(page, "review");
    const [print, picture] = await page.evaluate(() => {
      const print = document.querySelector(".paper .print")!;
      return [print, print.querySelector("img")!].map((element) =>
        element.getBoundingClientRect().toJSON(),
      );
    });
    // The first photo is turned by a quarter; its crop is 210000 180000 600000 675000.
    expect((print.left - picture.left) / picture.width, "left edge").toBeCloseTo(0.21, 2);
    expect((print.top - picture.top) / picture.height, "top edge").toBeCloseTo(0.18, 2);
    expect(print.width / picture.width, "width").toBeCloseTo(0.6, 2);
    expect(print.height / picture.height, "height").toBeCloseTo(0.675, 2);
  });

  test("is taken back by Back", async () => {
    await show(page, "edit");
    await at("zoom-in").click();
    await at("back").click();
    const [zoomed, restored] = await recipes();
    expect(zoomed!.crop.width, "zoomed in").toBeLessThan(1_000_000);
    expect(restored!.crop.width, "as it was").toBe(1_000_000);
    expect((await asked()).at(-1), "and then back").toEqual({ command: "back" });
  });
});

describe("a discount code", () => {
  test("is typed without a keyboard, sent once, and gone from the screen", async () => {
    await show(page, "review-one");
    await at("code").click();
    for (const key of ["A", "2", "B", "erase", "B"]) await at(`key-${key}`).click();
    expect(await at("use-code").isDisabled(), "three characters are no code").toBe(true);
    await at("key-6").click();
    expect(await at("typed-code").textContent(), "what was typed is seen").toContain("A2B6");
    await at("use-code").click();
    expect(await asked()).toEqual([{ command: "enter_code", code: "A2B6" }]);
    expect(await at("dialog-code").count(), "the sheet is gone").toBe(0);
    await at("code").click();
    expect(await at("typed-code").textContent(), "and nothing of it stays").not.toContain("A2B6");
  });

  test("that counts can be taken out again", async () => {
    await show(page, "review-code");
    await at("remove-code").click();
    expect(await asked()).toEqual([{ command: "remove_code" }]);
  });
});

describe("the technician", () => {
  const tapCorner = async (times: number): Promise<void> => {
    for (let tap = 0; tap < times; tap += 1) await page.mouse.click(30, 30);
  };

  test("finds the door by five quick taps and types the password without a keyboard", async () => {
    await show(page, "attract");
    await tapCorner(5);
    for (const key of ["o", "p", "shift", "N", "signs", "!"]) await at(`key-${key}`).click();
    await at("open-service").click();
    expect(await asked()).toEqual([{ command: "open_service", password: "opN!" }]);
    expect(await at("password").textContent(), "never in the clear").not.toContain("op");
  });

  test("has no door while a customer is there, and none for four taps", async () => {
    await show(page, "attract");
    await tapCorner(4);
    expect(await at("dialog-password").count(), "four are not five").toBe(0);
    await show(page, "sizes");
    await tapCorner(6);
    expect(await at("dialog-password").count(), "not on a customer's screen").toBe(0);
  });
});

test("what lies over the screen keeps the screen from being pressed", async () => {
  await show(page, "idle");
  expect(
    await page.locator("main").getAttribute("inert"),
    "nothing below takes a touch",
  ).not.toBeNull();
});

test("an older view never replaces a newer one", async () => {
  await show(page, "pay");
  await page.evaluate(() => window.gallery.showLate("sizes"));
  expect(await at("screen-pay").count(), "the newer one stays").toBe(1);
});
