import type { Recipe } from "../../shared/bindings/Recipe";
import { keyOf } from "./recipe_key";

/** A recipe that has not come back by then was not taken: the station's truth is shown again. */
const PATIENCE_MS = 2000;

/**
 * Tells the station's echo of an older recipe from news. Without it, a photo under a quick finger
 * would jump back to where it was a moment ago each time a snapshot arrives.
 */
export class Echoes {
  #unanswered: { readonly key: string; readonly at: number }[] = [];

  sent(recipe: Recipe, at: number): void {
    this.#unanswered.push({ key: keyOf(recipe), at });
  }

  /** Whether `recipe` is worth sending: it is neither what was sent last nor, nothing being on its way, what is known. */
  isNews(recipe: Recipe, known: Recipe): boolean {
    return keyOf(recipe) !== (this.#unanswered.at(-1)?.key ?? keyOf(known));
  }

  /** Whether the station, saying `recipe`, has not yet heard the last word. */
  isBehind(recipe: Recipe, now: number): boolean {
    this.#unanswered = this.#unanswered.filter(({ at }) => now - at < PATIENCE_MS);
    const answered = this.#unanswered.findIndex(({ key }) => key === keyOf(recipe));
    this.#unanswered = this.#unanswered.slice(answered + 1);
    return this.#unanswered.length > 0;
  }

  forget(): void {
    this.#unanswered = [];
  }
}
