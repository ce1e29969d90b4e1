// The editor under fingers: what is seen, and what the station is told.

import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Command } from "../../shared/bindings/Command";
import type { Recipe } from "../../shared/bindings/Recipe";
import { openKiosk, show, startBrowser } from "./kiosk_window";

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
const asked = async (): Promise<Command[]> =>
  (await page.evaluate(() => window.gallery.host.sent)).filter(
    ({ command }) => command !== "touch",
  );
const recipes = async (): Promise<Recipe[]> =>
  (await asked()).flatMap((command) => (command.command === "set_recipe" ? [command.recipe] : []));
const lastRecipe = async (): Promise<Recipe> => {
  const last = (await recipes()).at(-1);
  if (last === undefined) throw new Error("no recipe was sent");
  return last;
};
/** The address of the picture that is shown on the stage. */
const shownPicture = () =>
  page.evaluate(
    () => document.querySelector<HTMLElement>(".live-proof canvas")?.dataset["shows"] ?? "",
  );
/** Waits until the stage shows another picture than `before`. */
const otherPicture = async (before: string): Promise<void> => {
  await page.waitForFunction(
    (before) =>
      document.querySelector<HTMLElement>(".live-proof canvas")?.dataset["shows"] !== before,
    before,
  );
};
const open = async (fixture: string, group: string): Promise<void> => {
  await show(page, fixture);
  await at(`tools-${group}`).click();
};

describe("two fingers", () => {
  const touch = (session: CDPSession, type: string, points: { x: number; y: number }[]) =>
    session.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: points.map((point, id) => ({ ...point, id })),
    });

  test("zoom in, and the crop keeps the shape of the paper", async () => {
    await show(page, "edit");
    const stage = (await at("crop-stage").boundingBox())!;
    const [x, y] = [stage.x + stage.width / 2, stage.y + stage.height / 2];
    const session = await page.context().newCDPSession(page);
    const apart = (by: number) => [
      { x: x - by, y },
      { x: x + by, y },
    ];
    await touch(session, "touchStart", apart(100));
    for (let by = 110; by <= 200; by += 10) await touch(session, "touchMove", apart(by));
    await touch(session, "touchEnd", []);
    const { crop } = await lastRecipe();
    expect(crop.width, "twice as far apart is twice as near").toBeGreaterThan(440_000);
    expect(crop.width, "and no nearer").toBeLessThan(560_000);
    expect((crop.width * 4032) / (crop.height * 3024), "still 6:4").toBeCloseTo(1.5, 3);
    expect(Math.abs(crop.x + crop.width / 2 - 500_000), "around the middle").toBeLessThan(30_000);
  });
});

describe("a slider", () => {
  test("shows its effect while it moves and tells the station now and then", async () => {
    await open("edit", "light");
    const track = (await at("track-exposure").boundingBox())!;
    const y = track.y + track.height / 2;
    const before = await shownPicture();
    const began = Date.now();
    await page.mouse.move(track.x + track.width / 2, y);
    await page.mouse.down();
    await page.mouse.move(track.x + track.width * 0.7, y, { steps: 6 });
    await otherPicture(before);
    const halfway = await shownPicture();
    await page.mouse.move(track.x + track.width * 0.95, y, { steps: 12 });
    await otherPicture(halfway);
    await page.mouse.up();
    const { tone } = await lastRecipe();
    expect(tone.exposure, "near the right end").toBeGreaterThan(85);
    const most = 2 + (Date.now() - began) / 150;
    expect((await recipes()).length, "no more than one in 150 ms").toBeLessThanOrEqual(most);
    const said = () => at("slider-exposure").locator("output").textContent();
    await expect.poll(said, { message: "the value is shown" }).toBe(`+${tone.exposure}`);
  });

  test("rests in its middle and comes back there by its name", async () => {
    await open("edit", "light");
    const track = (await at("track-contrast").boundingBox())!;
    const y = track.y + track.height / 2;
    await page.mouse.click(track.x + track.width * 0.2, y);
    expect((await lastRecipe()).tone.contrast, "touched left of the middle").toBeLessThan(-40);
    await page.mouse.click(track.x + track.width * 0.51, y);
    expect((await lastRecipe()).tone.contrast, "near the middle is the middle").toBe(0);
    await page.mouse.click(track.x + track.width * 0.8, y);
    await at("reset-contrast").click();
    expect((await lastRecipe()).tone.contrast, "a touch on the name").toBe(0);
  });

  test("never queues pictures: the newest is shown last", async () => {
    await open("edit", "light");
    const track = (await at("track-exposure").boundingBox())!;
    const y = track.y + track.height / 2;
    await page.mouse.move(track.x + 40, y);
    await page.mouse.down();
    for (let step = 0; step < 3; step += 1) {
      await page.mouse.move(track.x + track.width * (step % 2 === 0 ? 0.9 : 0.1), y, {
        steps: 10,
      });
    }
    await page.mouse.up();
    const { tone } = await lastRecipe();
    const wanted = await page.evaluate(() => {
      const { host } = window.gallery;
      const asked = host.proofs.at(-1)!;
      const url = host.proofUrl(asked.photo, asked.retouching, asked.maxSide);
      return { tone: asked.retouching.tone, url };
    });
    expect(wanted.tone, "the last proof asked for is of the last recipe").toEqual(tone);
    await page.waitForFunction(
      (url) => document.querySelector<HTMLElement>(".live-proof canvas")?.dataset["shows"] === url,
      wanted.url,
    );
  });
});

describe("one touch", () => {
  test("enhances, and takes it back", async () => {
    await open("edit", "light");
    await at("enhance").click();
    const { tone } = await lastRecipe();
    expect(tone, "as the photo itself asks for").toMatchObject({ exposure: 14, shadows: 22 });
    const pressed = () => at("enhance").getAttribute("aria-pressed");
    await expect.poll(pressed, { message: "the button says that it is in force" }).toBe("true");
    await at("enhance").click();
    expect((await lastRecipe()).tone, "as it came").toMatchObject({ exposure: 0, shadows: 0 });
  });

  test("gives a look, and its strength can be changed", async () => {
    await open("edit", "looks");
    const before = await shownPicture();
    await at("look-mono").click();
    expect((await lastRecipe()).look).toEqual({ name: "mono", strength: 100 });
    await otherPicture(before);
    const track = (await at("track-strength").boundingBox())!;
    await page.mouse.click(track.x + track.width / 2, track.y + track.height / 2);
    expect((await lastRecipe()).look.strength, "half of it").toBeCloseTo(50, -1);
    await at("look-none").click();
    expect((await lastRecipe()).look.name, "the photo as it was").toBe("none");
    await expect
      .poll(() => at("track-strength").count(), { message: "nothing to be strong" })
      .toBe(0);
  });

  test("shows every look on the photo itself", async () => {
    await open("edit", "looks");
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>(".look img")].every(
        (picture) => picture.src !== "" && picture.naturalWidth > 0,
      ),
    );
    const sources = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLImageElement>(".look img")].map(({ src }) => src),
    );
    expect(new Set(sources).size, "fifteen pictures, no two alike").toBe(15);
  });

  test("makes a face look rested, where there is one", async () => {
    await open("edit-face", "beauty");
    await at("natural").click();
    expect((await lastRecipe()).beautify.smooth, "a little").toBeGreaterThan(0);
    await open("edit", "beauty");
    expect(await at("no-face").textContent()).toContain("No face found in this photo");
    expect(await at("natural").count(), "nothing to press").toBe(0);
  });

  test("gives every photo what this one has, and says so", async () => {
    await show(page, "sizes");
    await page.evaluate(() => window.gallery.show("edit", "en"));
    await at("tools-looks").click();
    await at("look-film").click();
    expect(await at("for-all").textContent()).toContain("Use for all 9");
    await at("for-all").click();
    const sent = await asked();
    expect(sent.at(-1), "after the recipe it is about").toEqual({ command: "apply_to_all" });
    expect(sent.at(-2)?.command, "which the station has by then").toBe("set_recipe");
    expect(await at("shared").textContent()).toContain("All 9 photos now have this.");
    await at("look-sepia").click();
    await expect.poll(() => at("shared").count(), { message: "no longer true" }).toBe(0);
  });
});

describe("the way back", () => {
  test("shows the photo as it came for as long as a button is held", async () => {
    await open("edit", "looks");
    const original = await shownPicture();
    await at("look-noir").click();
    await otherPicture(original);
    const edited = await shownPicture();
    const box = (await at("before").boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    expect(await shownPicture(), "at once").toBe(original);
    await expect.poll(() => at("comparing").count(), { message: "said in words" }).toBe(1);
    await page.mouse.up();
    expect(await shownPicture(), "and back").toBe(edited);
  });

  test("goes step by step, through border and crop alike", async () => {
    await show(page, "edit");
    expect(await at("undo").isDisabled(), "nothing was done").toBe(true);
    await at("zoom-in").click();
    const zoomed = await lastRecipe();
    await at("tools-border").click();
    await at("border-wide").click();
    await at("tools-looks").click();
    await at("look-film").click();
    expect((await lastRecipe()).border_mm, "the station's cut with the look on it").toBe(6);
    await at("undo").click();
    expect((await lastRecipe()).look.name, "the look is gone first").toBe("none");
    await at("undo").click();
    expect(await lastRecipe(), "then the border, and the crop is as it was").toEqual(zoomed);
    await at("undo").click();
    expect((await lastRecipe()).crop.width, "then the zoom").toBe(1_000_000);
    await expect
      .poll(() => at("undo").isDisabled(), { message: "that was the beginning" })
      .toBe(true);
  });
});

describe("the paper", () => {
  test("has a border as wide as it will be", async () => {
    await open("edit", "border");
    await at("border-wide").click();
    const [frame, sheet] = await page.evaluate(() =>
      [".crop-frame", ".trim-line"].map((name) =>
        document.querySelector(name)!.getBoundingClientRect().toJSON(),
      ),
    );
    // 6 of 101.6 and 152.4 mm.
    expect((frame.left - sheet.left) / sheet.width, "left").toBeCloseTo(6 / 152.4, 3);
    expect((frame.top - sheet.top) / sheet.height, "top").toBeCloseTo(6 / 101.6, 3);
    expect((sheet.right - frame.right) / sheet.width, "right").toBeCloseTo(6 / 152.4, 3);
  });

  test("shows the band that is cut off", async () => {
    await show(page, "edit-bleed");
    const [paper, sheet] = await page.evaluate(() =>
      [".crop-paper", ".trim-line"].map((name) =>
        document.querySelector(name)!.getBoundingClientRect().toJSON(),
      ),
    );
    expect((sheet.left - paper.left) / sheet.width, "12 of 1000 of the width").toBeCloseTo(
      0.012,
      4,
    );
    expect((paper.bottom - sheet.bottom) / sheet.height, "22 of the height").toBeCloseTo(0.022, 4);
  });

  test("shows another photo by its own crop", async () => {
    await show(page, "edit-bleed");
    await at("zoom-out").click();
    await page.evaluate(() => window.gallery.show("edit-whole", "en"));
    const [photo, frame] = await page.evaluate(() =>
      [".live-proof", ".crop-frame"].map((name) =>
        document.querySelector(name)!.getBoundingClientRect().toJSON(),
      ),
    );
    for (const side of ["left", "top", "width", "height"]) {
      expect(photo[side], `the whole photo fills its place: ${side}`).toBeCloseTo(frame[side], 0);
    }
  });

  test("takes the whole photo, level", async () => {
    await show(page, "edit-tilted");
    await at("fit-whole").click();
    const recipe = await lastRecipe();
    expect([recipe.fit, recipe.straighten]).toEqual(["whole", 0]);
    await expect
      .poll(() => at("zoom-in").isDisabled(), { message: "there is nothing to zoom" })
      .toBe(true);
  });
});

describe("straightening", () => {
  test("tilts the photo under its crop, which it still covers", async () => {
    await show(page, "edit");
    const ruler = (await at("ruler").boundingBox())!;
    const [x, y] = [ruler.x + ruler.width / 2, ruler.y + ruler.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + ruler.width / 3, y, { steps: 8 });
    await page.mouse.up();
    const tilted = await lastRecipe();
    expect(tilted.straighten, "a third of the ruler is ten degrees").toBe(1000);
    expect(tilted.crop.width, "less of it is left").toBeLessThan(1_000_000);
    await at("level").click();
    expect((await lastRecipe()).crop.width, "level again, all of it").toBe(1_000_000);
  });

  test("goes by half degrees without dragging", async () => {
    await show(page, "edit");
    await at("tilt-right").click();
    await at("tilt-right").click();
    await at("tilt-left").click();
    expect((await lastRecipe()).straighten).toBe(50);
  });

  test("is mirrored with the photo", async () => {
    await show(page, "edit-turned");
    await at("tilt-right").click();
    const before = await lastRecipe();
    await at("mirror").click();
    const after = await lastRecipe();
    expect(after.mirror).toBe("left_right");
    expect(after.quarter_turns, "a turn the other way round").toBe("three");
    expect(after.straighten, "a tilt the other way").toBe(-before.straighten);
    expect(after.crop.x, "the crop on the other side").toBe(
      1_000_000 - before.crop.x - before.crop.width,
    );
  });
});

test("nothing of the photo stays when the editor is left", async () => {
  await open("edit", "looks");
  await page.evaluate(() => window.gallery.show("sizes", "en"));
  await page.evaluate(() => window.gallery.show("edit-soft", "en"));
  expect(await at("undo").isDisabled(), "another photo, another history").toBe(true);
  const picture = await shownPicture();
  expect(picture, "its own picture").toContain("leaves");
});
