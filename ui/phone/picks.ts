/** Some browsers report one choice twice; nobody picks the same photos twice this fast. */
const SAME_CHOICE_MS = 1_500;

/**
 * Takes choices of files one by one and drops the echo of the last one, so that a double tap does
 * not print everything twice. The same photos chosen again later are wanted again.
 */
export class Picks {
  #last = "";
  #lastAt = Number.NEGATIVE_INFINITY;

  /** The files to take of a choice made at `now` (milliseconds on any steady clock). */
  take(files: readonly File[], now: number): readonly File[] {
    const choice = files.map(({ name, size, lastModified }) => [name, size, lastModified]);
    const written = JSON.stringify(choice);
    const echo = written === this.#last && now - this.#lastAt < SAME_CHOICE_MS;
    this.#last = written;
    this.#lastAt = now;
    return echo ? [] : files;
  }
}
