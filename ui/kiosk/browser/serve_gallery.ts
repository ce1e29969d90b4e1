import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    galleryUrl: string;
  }
}

/** As strict as the kiosk's window: nothing inline, nothing from elsewhere. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'";

/** Builds the gallery as the kiosk is built and serves it for as long as the tests run. */
export default async function serveGallery(project: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL("../gallery", import.meta.url));
  const outDir = await mkdtemp(join(tmpdir(), "minilab-gallery-"));
  const shared = { root, configFile: false as const, logLevel: "warn" as const };
  // Under test, libraries would otherwise resolve to their talkative development builds.
  process.env["NODE_ENV"] = "production";
  await build({
    ...shared,
    base: "./",
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: "es2022",
      modulePreload: { polyfill: false },
    },
  });
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { port: 0, host: "127.0.0.1", headers: { "content-security-policy": POLICY } },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("the gallery's server has no address");
  project.provide("galleryUrl", url);
  return async () => {
    await server.close();
    await rm(outDir, { recursive: true });
  };
}
