import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The kiosk in a real browser, on scripted views: `npm run test:browser`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["browser/*.browser.ts"],
    globalSetup: ["browser/serve_gallery.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
