// Any screen from a fixture, for looking at and for tests; never shipped. Open
// gallery/index.html#NAME/LANGUAGE with the development server, or let browser/ drive it.

import "../style/kiosk.css";
import type { Language } from "../../shared/bindings/Language";
import { startApp } from "../app";
import { fixtures, viewOf } from "./fixtures";
import { answer } from "./answer";
import { photoUrls } from "./pictures";
import { ScriptedHost } from "./scripted_host";

/** What tests call. */
export interface Gallery {
  readonly names: readonly string[];
  readonly host: ScriptedHost;
  show(name: string, language: Language): void;
  /** Sends a screen that is older than the one shown. */
  showLate(name: string): void;
}

declare global {
  interface Window {
    gallery: Gallery;
  }
}

const [name = "attract", language = "zh"] = location.hash.slice(1).split("/");

const host = new ScriptedHost(
  viewOf(name in fixtures ? name : "attract", language === "en" ? "en" : "zh"),
  photoUrls,
  answer,
);

await startApp(document.body, host);

// Only now: what is shown before the app has started is lost.
window.gallery = {
  names: Object.keys(fixtures),
  host,
  showLate: (older) => host.showLate(viewOf(older, "en")),
  show: (next, inLanguage) => host.show(viewOf(next, inLanguage)),
};
