import { html, type TemplateResult } from "lit-html";
import type { View } from "../../shared/bindings/View";
import type { Ui } from "../ui";
import { attractScreen } from "./attract";
import { collectScreen } from "./collect";
import { doneScreen } from "./done";
import { editScreen, leaveEditor } from "./edit";
import { outOfServiceScreen } from "./out_of_service";
import { overlay } from "./overlay";
import { pairingScreen } from "./pairing";
import { payScreen } from "./pay";
import { printingScreen } from "./printing";
import { reviewScreen } from "./review";
import { serviceScreen } from "./service";
import { sizesScreen } from "./sizes";
import { startingScreen } from "./starting";
import { troubleScreen } from "./trouble";

/** The whole picture: the view's screen, and what lies over it. */
export function drawScreen(ui: Ui, view: View): TemplateResult {
  return html`${screenOf(ui, view)}${overlay(ui, view)}`;
}

function screenOf(ui: Ui, view: View): TemplateResult {
  const { screen } = view;
  if (screen.screen !== "edit") leaveEditor();
  switch (screen.screen) {
    case "starting":
      return startingScreen(ui, view);
    case "pairing":
      return pairingScreen(ui, view, screen);
    case "out_of_service":
      return outOfServiceScreen(ui, view, screen);
    case "attract":
      return attractScreen(ui, view, screen);
    case "collect":
      return collectScreen(ui, view, screen);
    case "sizes":
      return sizesScreen(ui, view, screen);
    case "edit":
      return editScreen(ui, view, screen);
    case "review":
      return reviewScreen(ui, view, screen);
    case "pay":
      return payScreen(ui, view, screen);
    case "printing":
      return printingScreen(ui, view, screen);
    case "done":
      return doneScreen(ui, view, screen);
    case "trouble":
      return troubleScreen(ui, view, screen);
    case "service":
      return serviceScreen(ui, view, screen);
  }
}
