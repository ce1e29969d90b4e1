import { render } from "lit-html";
import type { View } from "../shared/bindings/View";
import type { Command } from "../shared/bindings/Command";
import { announceLanguage } from "../shared/catalogue";
import { guardScreen } from "./guard";
import { listenForScanner } from "./scanner";
import { isNeutral, retouchingOf } from "./edit/retouching";
import type { Host } from "./host";
import { drawScreen } from "./screen/screen";
import { FRESH, type Layout, type Local, type Ui } from "./ui";
import { catalogue } from "./words/words";

/** The longer side of a print on a screen that shows several. */
const SMALL_PRINT_PX = 640;

/** Draws `host`'s views into `root` until the window closes. */
export async function startApp(root: HTMLElement, host: Host): Promise<void> {
  let view: View | undefined;
  let local: Local = FRESH;
  const portrait = window.matchMedia("(orientation: portrait)");
  // As the style sheets say it: 4:3 and 5:4.
  const square = window.matchMedia("(orientation: landscape) and (max-aspect-ratio: 3/2)");

  const send = (command: Command): void => {
    host.send(command).catch((error: unknown) => {
      // The station lives in the same process: without it there is nobody left to tell.
      console.error(`the station did not take "${command.command}"`, error);
    });
  };

  const proofUrl: Ui["proofUrl"] = (photo, retouching, maxSide) =>
    isNeutral(retouching) ? host.photoUrl(photo) : host.proofUrl(photo, retouching, maxSide);

  const change = (difference: Partial<Local>): void => {
    local = { ...local, ...difference };
    redraw();
  };

  const redraw = (): void => {
    if (view === undefined) return;
    const layout: Layout = portrait.matches ? "portrait" : square.matches ? "square" : "landscape";
    const ui: Ui = {
      words: catalogue[view.language],
      language: view.language,
      layout,
      local,
      send,
      change,
      latest: () => local,
      photoUrl: (photo) => host.photoUrl(photo),
      printUrl: (photo, recipe) => proofUrl(photo, retouchingOf(recipe), SMALL_PRINT_PX),
      proofUrl,
      redraw,
    };
    render(drawScreen(ui, view), root);
  };

  const show = (next: View): void => {
    if (view !== undefined && next.revision < view.revision) return;
    local = afterScreenChange(local, view, next);
    if (next.language !== view?.language) announceLanguage(next.language);
    view = next;
    redraw();
  };

  guardScreen(window, () => send({ command: "touch" }));
  listenForScanner(window, (code) => {
    // Anywhere else there is nothing to pay, and the code is nobody's business.
    if (view?.screen.screen === "pay") send({ command: "show_barcode", code });
  });
  portrait.addEventListener("change", redraw);
  square.addEventListener("change", redraw);
  await host.start(show);
}

/** Nothing of one customer's visit stays for the next, and a sheet belongs to its screen. */
function afterScreenChange(local: Local, before: View | undefined, after: View): Local {
  const screen = after.screen.screen;
  if (before?.screen.screen === screen) return local;
  if (screen === "attract") return FRESH;
  const recipeBefore = after.screen.screen === "edit" ? after.screen.line.recipe : null;
  return {
    ...local,
    sheet: "none",
    password: FRESH.password,
    code: FRESH.code,
    recipeBefore,
    tools: FRESH.tools,
    sliders: FRESH.sliders,
    ordered: photosOf(before) ?? local.ordered,
  };
}

function photosOf(view: View | undefined): number | undefined {
  const screen = view?.screen;
  return screen?.screen === "sizes" || screen?.screen === "review"
    ? screen.lines.length
    : undefined;
}
