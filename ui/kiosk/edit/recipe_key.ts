import type { Recipe } from "../../shared/bindings/Recipe";
import { keyOfRetouching } from "./retouching";

/** The same text for two recipes that do the same, in whatever order their fields arrived. */
export function keyOf(recipe: Recipe): string {
  const { mirror, quarter_turns, straighten, crop, fit, border_mm } = recipe;
  const { x, y, width, height } = crop;
  const placing = [mirror, quarter_turns, straighten, x, y, width, height, fit, border_mm];
  return `${placing.join(" ")} ${keyOfRetouching(recipe)}`;
}
