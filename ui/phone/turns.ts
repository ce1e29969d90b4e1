/** Lets at most `most` of the given works run at once; the others wait for their turn, in order. */
export class Turns {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((next) => this.#line.push(next));
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** Milliseconds to wait before attempt `attempt` (1 is the first repeat): doubling, with up to a
 * quarter of chance so that a hall full of phones does not come back in step. */
export function backOffMs(attempt: number, chance: number = Math.random()): number {
  const whole = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  return Math.round(whole * (1 - chance / 4));
}

/** A blip on a mobile line is over in a second. */
const FIRST_PAUSE_MS = 1_000;
/** Nobody stands at a kiosk for longer without wondering. */
const LONGEST_PAUSE_MS = 15_000;

/** A pause that ends early when the line comes back or the page is looked at again. */
export function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      removeEventListener("online", finish);
      document.removeEventListener("visibilitychange", seen);
      done();
    };
    const seen = (): void => {
      if (document.visibilityState === "visible") finish();
    };
    const timer = setTimeout(finish, ms);
    addEventListener("online", finish);
    document.addEventListener("visibilitychange", seen);
  });
}
