import { defineConfig, type UserConfig } from "vite";

/**
 * Three faces, one project: `vite build --mode kiosk|phone|manager` builds one of them into
 * `dist/<face>`; `npm run build` builds all.
 *
 * | face | start | in dist | served by, as |
 * | --- | --- | --- | --- |
 * | kiosk | kiosk/index.html | kiosk/index.html, kiosk/assets/* | Tauri, at the root of its own origin |
 * | phone | phone/index.html | phone/index.html, phone/assets/* | dashboard: the page at `/p/TOKEN`, the rest at `/static/phone/assets/*` |
 * | manager | manager/manager.ts | manager/manager.js, manager/manager.css, manager/assets/* | dashboard, at `/static/manager/*`; the pages themselves are the server's templates |
 *
 * The phone page needs no more than this policy:
 * `default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:;
 * connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`.
 *
 * Files under `assets/` carry a hash of their content in their name and may be cached for ever.
 */
const faces: Record<string, UserConfig> = {
  kiosk: { base: "/" },
  phone: { base: "/static/phone/" },
  manager: {
    base: "/static/manager/",
    build: {
      rolldownOptions: {
        input: { manager: "manager/manager.ts" },
        output: {
          // The server's templates name these two, so their names stay.
          entryFileNames: "manager.js",
          assetFileNames: ({ names }) =>
            names.some((name) => name.endsWith(".css"))
              ? "manager.css"
              : "assets/[name]-[hash][extname]",
        },
      },
      cssCodeSplit: false,
    },
  },
};

export default defineConfig(({ mode, command }) => {
  const face = faces[mode];
  if (face === undefined) {
    if (command === "build") {
      throw new Error(`--mode must be one of ${Object.keys(faces).join(", ")}, got "${mode}"`);
    }
    return {}; // Vitest runs in a mode of its own.
  }
  return {
    root: mode === "manager" ? "." : mode,
    base: face.base ?? "/",
    publicDir: false,
    build: {
      outDir: mode === "manager" ? "dist/manager" : `../dist/${mode}`,
      emptyOutDir: true,
      // What customers' phones still run: iOS 15, and the Chromium inside WeChat for Android.
      target: ["safari15", "chrome90", "firefox100"],
      // Data addresses would need holes in the pages' content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      ...face.build,
    },
  };
});
