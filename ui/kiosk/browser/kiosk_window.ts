import { chromium, type Browser, type Page } from "playwright-core";
import { inject } from "vitest";
import type { Language } from "../../shared/bindings/Language";
import "./serve_gallery";

/** The screens a kiosk may have. */
export const SIZES = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
  small: { width: 1280, height: 800 },
  square: { width: 1024, height: 768 },
} as const;

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
}

/** The gallery in a window of one of the sizes, with everything that went wrong in it. */
export async function openKiosk(
  browser: Browser,
  size: keyof typeof SIZES,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: SIZES[size],
    reducedMotion: "reduce",
    hasTouch: true,
  });
  const page = await context.newPage();
  // As the kiosk's window does, so that no page script can change what every object inherits.
  await page.addInitScript(() => void Object.freeze(Object.prototype));
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(inject("galleryUrl"));
  await page.waitForFunction(() => window.gallery !== undefined);
  await page.evaluate(() => document.fonts.ready);
  return { page, complaints };
}

/** Shows a fixture and waits until it stands still. */
export async function show(page: Page, name: string, language: Language = "en"): Promise<void> {
  await page.evaluate(
    async ([name, language]) => {
      window.gallery.host.sent.length = 0;
      // By way of another screen, so that nothing local is left of the one before.
      window.gallery.show("starting", language);
      window.gallery.show(name, language);
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    },
    [name, language] as const,
  );
}
