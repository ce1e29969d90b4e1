import { render } from "lit-html";
import { announceLanguage, preferredLanguage } from "../shared/catalogue";
import "../shared/base.css";
import { Dashboard } from "./dashboard";
import { readLink } from "./link";
import "./phone.css";
import "./tiles.css";
import { forgetPhoneSecret, openStorage, phoneSecret } from "./phone_secret";
import { Picks } from "./picks";
import { type Actions, page, type Page } from "./screen/page";
import { importKey } from "./seal";
import { Visit } from "./visit";
import { Wake } from "./wake";
import { catalogue } from "./words/words";

let language = preferredLanguage(navigator.languages);
let visit: Visit | undefined;
let trouble: "insecure" | "badLink" | undefined;

const wake = new Wake();
const picks = new Picks();
const actions: Actions = {
  choose: (files) => {
    const taken = picks.take(files, performance.now());
    if (taken.length > 0) visit?.choose(taken);
  },
  retry: () => visit?.queue.retry(),
  dismiss: (photos) => visit?.queue.dismiss(photos),
  switchLanguage: () => {
    language = language === "zh" ? "en" : "zh";
    draw();
  },
};

let drawing = false;

/** Draws the page anew with the next frame, however often it is asked until then. */
function draw(): void {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    wake.keep((visit?.queue.unsent ?? 0) > 0);
    const words = catalogue[language];
    announceLanguage(language);
    document.title = words.title;
    const shown: Page = {
      words,
      standing: trouble ? { at: trouble } : (visit?.standing ?? { at: "connecting" }),
      offline: visit?.offline ?? false,
      photos: visit?.queue.photos ?? [],
    };
    render(page(shown, actions), document.body);
  });
}

async function start(): Promise<void> {
  // Browsers only seal on pages that nobody can have changed on the way (https, or this machine).
  if (!window.isSecureContext) {
    trouble = "insecure";
    return;
  }
  const link = readLink(location);
  if (link === undefined) {
    trouble = "badLink";
    return;
  }
  const storage = openStorage();
  const dashboard = new Dashboard(link.token, phoneSecret(link.token, storage));
  visit = new Visit(dashboard, await importKey(link.key), draw);
  draw();
  await visit.follow();
  forgetPhoneSecret(link.token, storage);
}

// Another code scanned in the same tab may differ in its key only.
addEventListener("hashchange", () => location.reload());
addEventListener("beforeunload", (event) => {
  if ((visit?.queue.unsent ?? 0) > 0) event.preventDefault();
});

draw();
void start().finally(draw);
