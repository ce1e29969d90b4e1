import type { Answer } from "./dashboard";

/** After this many lost tries the next change speaks again. */
const MOST_ATTEMPTS = 8;

/** Tells the dashboard how many photos are still to come: one request at a time, latest wins. */
export class Announcer {
  #said = 0;
  #wanted = 0;
  #talking = false;

  constructor(
    private readonly announce: (photos: number) => Promise<Answer<void>>,
    private readonly pause: (attempt: number) => Promise<void>,
  ) {}

  say(photos: number): void {
    this.#wanted = photos;
    if (!this.#talking) void this.#talk();
  }

  async #talk(): Promise<void> {
    this.#talking = true;
    let attempt = 0;
    while (this.#said !== this.#wanted && attempt < MOST_ATTEMPTS) {
      const photos = this.#wanted;
      const { answer } = await this.announce(photos);
      if (answer === "done") {
        this.#said = photos;
        attempt = 0;
      } else if (answer === "unreachable") {
        attempt += 1;
        await this.pause(attempt);
      } else {
        break;
      }
    }
    this.#talking = false;
  }
}
