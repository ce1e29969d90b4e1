import type { Recipe } from "../../shared/bindings/Recipe";
import { keyOf } from "./recipe_key";

/** Steps kept: more than anybody takes on one photo. */
const MOST_STEPS = 100;

/** What a photo's recipe was, step by step. */
export class History {
  #steps: Recipe[] = [];

  /** Remembers what was before a change. */
  push(before: Recipe): void {
    this.#steps = [...this.#steps, before].slice(-MOST_STEPS);
  }

  /** Whether there is anything before `present` that differs from it. */
  reaches(present: Recipe): boolean {
    return this.#steps.some((step) => keyOf(step) !== keyOf(present));
  }

  /** The last recipe that differs from `present`; it is forgotten together with all after it. */
  pop(present: Recipe): Recipe | undefined {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      if (keyOf(step) !== keyOf(present)) return step;
    }
    return undefined;
  }

  forget(): void {
    this.#steps = [];
  }
}
