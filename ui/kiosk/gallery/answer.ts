import type { Command } from "../../shared/bindings/Command";
import type { Line } from "../../shared/bindings/Line";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { View } from "../../shared/bindings/View";
import { PAPERS, placementOn } from "../parts/paper";
import { plain, recut } from "./pictures";

const NEXT_TURN = { none: "one", one: "two", two: "three", three: "none" } as const;

/** What the station would answer, as far as the gallery needs it. */
export function answer(command: Command, view: View): Omit<View, "revision"> | undefined {
  switch (command.command) {
    case "choose_language":
      return { ...view, language: command.language };
    case "set_recipe":
      return edited(view, (line) => taken(line, command.recipe));
    case "rotate":
      return edited(view, ({ recipe }) => ({
        recipe: { ...recipe, quarter_turns: NEXT_TURN[recipe.quarter_turns] },
        cut: "anew",
      }));
    case "reset_recipe":
      return edited(view, ({ recipe }) => ({ recipe: plain("none", recipe.crop), cut: "anew" }));
    default:
      return undefined;
  }
}

interface Answered {
  readonly recipe: Recipe;
  readonly cut: "anew" | "as_it_is";
}

/** Another border or fit is cut anew, whatever crop came with it. */
function taken(line: Line, recipe: Recipe): Answered {
  const same = line.recipe.border_mm === recipe.border_mm && line.recipe.fit === recipe.fit;
  return { recipe, cut: same ? "as_it_is" : "anew" };
}

function edited(view: View, change: (line: Line) => Answered): View | undefined {
  const { screen } = view;
  if (screen.screen !== "edit") return undefined;
  const { line } = screen;
  const photo = { width: line.width_px, height: line.height_px };
  const { recipe, cut } = change(line);
  const next = cut === "anew" ? recut(recipe, photo, line.size) : recipe;
  const { sheet, picture } = placementOn(PAPERS[line.size], photo, next);
  return {
    ...view,
    screen: {
      ...screen,
      line: { ...line, recipe: next },
      aspect_width: picture.width,
      aspect_height: picture.height,
      paper_width: sheet.width,
      paper_height: sheet.height,
    },
  };
}
