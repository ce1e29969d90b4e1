import type { Crop } from "../../shared/bindings/Crop";

/** A crop that has not come back by then was not taken: the station's truth is shown again. */
const PATIENCE_MS = 2000;

/**
 * Tells the station's echo of an older crop from news. Without it, a photo under a quick finger
 * would jump back to where it was a moment ago each time a snapshot arrives.
 */
export class Echoes {
  #unanswered: { readonly key: string; readonly at: number }[] = [];

  sent(crop: Crop, at: number): void {
    this.#unanswered.push({ key: keyOf(crop), at });
  }

  /** Whether `crop` is worth sending: it is neither what was sent last nor, nothing being on its way, what is known. */
  isNews(crop: Crop, known: Crop): boolean {
    return keyOf(crop) !== (this.#unanswered.at(-1)?.key ?? keyOf(known));
  }

  /** Whether the station, saying `crop`, has not yet heard the last word. */
  isBehind(crop: Crop, now: number): boolean {
    this.#unanswered = this.#unanswered.filter(({ at }) => now - at < PATIENCE_MS);
    const answered = this.#unanswered.findIndex(({ key }) => key === keyOf(crop));
    this.#unanswered = this.#unanswered.slice(answered + 1);
    return this.#unanswered.length > 0;
  }

  forget(): void {
    this.#unanswered = [];
  }
}

function keyOf({ x, y, width, height }: Crop): string {
  return `${x} ${y} ${width} ${height}`;
}
