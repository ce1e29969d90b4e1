import { randomName } from "../shared/bytes";
import { Announcer } from "./announcer";
import type { Answer, Dashboard } from "./dashboard";
import type { Photo } from "./photo";
import { thumbnail } from "./picture";
import { prepare } from "./prepare";
import { Queue } from "./queue";
import { backOffMs, pause, Turns } from "./turns";
import type { PhoneView } from "./wire";

/** Where this page stands with the kiosk. */
export type Standing =
  | { readonly at: "connecting" }
  /** The link is stale, guessed or over. */
  | { readonly at: "dead" }
  | { readonly at: "open"; readonly view: PhoneView };

/** One visit, from joining to the end: what the screen shows, and what a customer can do. */
export class Visit {
  standing: Standing = { at: "connecting" };
  /** The dashboard did not answer the last time it was asked. */
  offline = false;
  readonly queue: Queue;

  readonly #dashboard: Dashboard;
  readonly #announcer: Announcer;
  readonly #sealing = new Turns(1);
  readonly #drawing = new Turns(1);
  readonly #changed: () => void;

  constructor(dashboard: Dashboard, key: CryptoKey, changed: () => void) {
    this.#dashboard = dashboard;
    this.#changed = changed;
    const waitAttempt = (attempt: number): Promise<void> => pause(backOffMs(attempt));
    this.#announcer = new Announcer((photos) => dashboard.announce({ photos }), waitAttempt);
    this.queue = new Queue({
      newId: () => randomName(),
      most: () => this.#view().most_photos,
      prepare: (photo, file) =>
        this.#sealing.take(() => {
          const { session, most_photo_bytes: most } = this.#view();
          return prepare(file, key, { session, photo }, most);
        }),
      send: (photo, sealed, onPart) => dashboard.send(photo, sealed, onPart),
      pause: waitAttempt,
      closed: (answer) => {
        if (answer === "link_dead") this.#die();
      },
      changed: () => {
        this.#announcer.say(this.queue.unsent);
        changed();
      },
    });
  }

  /** Takes chosen files: each gets a small picture and a place in the queue. */
  choose(files: readonly File[]): void {
    const { most_photo_bytes: mostBytes } = this.#view();
    const known = this.queue.photos.length;
    this.queue.add(files);
    for (const photo of this.queue.photos.slice(known)) void this.#draw(photo, mostBytes);
  }

  /** Joins and follows the visit until it is over; returns then. */
  async follow(): Promise<void> {
    let attempt = 0;
    let joined = false;
    while (this.standing.at !== "dead") {
      const answer = await (joined
        ? this.#dashboard.viewAfter(this.#view().revision)
        : this.#dashboard.join());
      if (answer.answer === "done") {
        const news = !joined || answer.value.revision !== this.#view().revision;
        joined = true;
        attempt = 0;
        this.#see(answer.value);
        if (answer.value.stage.stage === "ended") return;
        // The dashboard waits for news; should it ever not, this page still asks in peace.
        if (!news) await pause(backOffMs(1));
      } else if (answer.answer === "link_dead") {
        this.#die();
      } else {
        // A phone that the dashboard no longer knows announces itself again.
        if (answer.answer === "not_admitted") joined = false;
        attempt += 1;
        this.#lost(answer);
        await pause(backOffMs(attempt));
      }
    }
  }

  #see(view: PhoneView): void {
    this.standing = { at: "open", view };
    this.offline = false;
    this.queue.hold(view.admission !== "admitted" || view.stage.stage !== "collecting");
    if (view.stage.stage === "ended") this.queue.clear();
    else this.queue.settle(view.photos);
    this.#changed();
  }

  #lost(answer: Answer<PhoneView>): void {
    this.offline = answer.answer !== "not_admitted";
    this.#changed();
  }

  #die(): void {
    this.standing = { at: "dead" };
    this.queue.clear();
    this.#changed();
  }

  async #draw(photo: Photo, mostBytes: number): Promise<void> {
    const { file } = photo;
    if (file === undefined || file.size > mostBytes) return;
    const small = await this.#drawing.take(() => thumbnail(file));
    if (small === undefined) return;
    if (this.queue.photos.includes(photo)) photo.thumbnail = small;
    else URL.revokeObjectURL(small);
    this.#changed();
  }

  #view(): PhoneView {
    if (this.standing.at !== "open")
      throw new Error("photos are chosen and sent only after joining");
    return this.standing.view;
  }
}
