import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SIZES, openKiosk, show, startBrowser } from "./kiosk_window";
import { faults } from "./look";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown }[];
}

const CORNER = "service-corner";

/** The editor's groups of tools, on photos that show all of them. */
const TOOLS = [
  ["edit", "light"],
  ["edit-soft", "looks"],
  ["edit", "beauty"],
  ["edit-face", "beauty"],
  ["edit-bordered", "border"],
] as const;

/** What a finger opens over a screen. */
const SHEETS = [
  ["sizes", "help"],
  ["collect-fifty", "more-from-phone"],
  ["review-one", "code"],
  ["out-no-paper", CORNER],
] as const;

async function violations(page: Page): Promise<readonly Violation[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(...all: unknown[]): Promise<{ violations: readonly Violation[] }> };
    };
    const result = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
      resultTypes: ["violations"],
    });
    return result.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ target }) => ({ target })),
    }));
  });
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe.each(Object.keys(SIZES) as (keyof typeof SIZES)[])("on the %s screen", (size) => {
  test.each(["en", "zh"] as const)(
    "everything can be read and pressed, in %s",
    async (language) => {
      const { page, complaints } = await openKiosk(browser, size);
      // Injected by the tester, past the page's own policy.
      await page.evaluate(axe);
      const found: string[] = [];
      const judge = async (name: string): Promise<void> => {
        for (const fault of await page.evaluate(faults)) found.push(`${name}: ${fault}`);
        for (const { id, nodes } of await violations(page)) {
          found.push(`${name}: ${id}: ${nodes.map(({ target }) => target).join(", ")}`);
        }
      };
      const names = await page.evaluate(() => window.gallery.names);
      for (const name of names) {
        await show(page, name, language);
        await judge(name);
      }
      for (const [photo, group] of TOOLS) {
        await show(page, photo, language);
        await page.click(`[data-test="tools-${group}"]`);
        if (group === "looks") await page.click('[data-test="look-blossom"]');
        if (group === "light") await page.click('[data-test="enhance"]');
        await judge(`${group} on ${photo}`);
      }
      for (const [under, button] of SHEETS) {
        await show(page, under, language);
        await page.click(`[data-test="${button}"]`, { clickCount: button === CORNER ? 5 : 1 });
        await page.waitForSelector("[role=dialog]");
        await judge(`${button} on ${under}`);
      }
      expect(found, "faults and violations of WCAG 2.2 AA").toEqual([]);
      expect(complaints, "errors, and breaches of the content security policy").toEqual([]);
      await page.context().close();
    },
  );
});
