import type { Answer } from "./dashboard";
import { isUnsent, type Photo, type Progress, type Reason } from "./photo";
import type { PhonePhoto, PhotoId } from "./wire";

/** Enough to fill a mobile line, few enough for a phone's memory. */
const MOST_AT_ONCE = 2;

/** About a minute of automatic tries; then the customer is asked. */
const MOST_ATTEMPTS = 7;

/** A file made ready to send, or the reason why it never will be. */
export type Prepared =
  | { readonly outcome: "sealed"; readonly sealed: Blob }
  | { readonly outcome: "refused"; readonly reason: Reason };

/** What the queue needs from outside. */
export interface Surroundings {
  newId(): PhotoId;
  /** The most photos of this visit. */
  most(): number;
  /** Reads, checks and seals a file; called only when its turn has come. */
  prepare(photo: PhotoId, file: File): Promise<Prepared>;
  send(photo: PhotoId, sealed: Blob, onPart: (part: number) => void): Promise<Answer<void>>;
  /** Waits before repeat `attempt` (1, 2, ...). */
  pause(attempt: number): Promise<void>;
  /** The dashboard will take nothing more. */
  closed(answer: "link_dead" | "not_admitted"): void;
  /** Something in the list has changed. */
  changed(): void;
}

/** The photos of this phone, and the one way each of them goes to the dashboard. */
export class Queue {
  readonly #outside: Surroundings;
  readonly #photos: Photo[] = [];
  /** Off the list for good: the dashboard's view still names those that it has. */
  readonly #dismissed = new Set<PhotoId>();
  #running = 0;
  #held = true;

  constructor(outside: Surroundings) {
    this.#outside = outside;
  }

  get photos(): readonly Photo[] {
    return this.#photos;
  }

  /** How many have been chosen and not yet sent. */
  get unsent(): number {
    return this.#photos.filter(isUnsent).length;
  }

  /** Takes chosen files; each waits for its turn. */
  add(files: readonly File[]): void {
    for (const file of files) {
      this.#photos.push({
        id: this.#outside.newId(),
        name: file.name,
        file,
        thumbnail: undefined,
        progress: { step: "waiting" },
      });
    }
    this.#outside.changed();
    this.#pump();
  }

  /** Sends again what failed, and nothing else. */
  retry(): void {
    for (const photo of this.#photos) {
      if (photo.progress.step === "failed") photo.progress = { step: "waiting" };
    }
    this.#outside.changed();
    this.#pump();
  }

  /** Takes photos that will not be printed off the list. */
  dismiss(refused: readonly Photo[]): void {
    for (const photo of refused) {
      if (photo.progress.step !== "refused") continue;
      this.#dismissed.add(photo.id);
      this.#drop(this.#photos.splice(this.#photos.indexOf(photo), 1));
    }
    this.#outside.changed();
  }

  /** Starts no new photo while `held`; those on their way go on. */
  hold(held: boolean): void {
    this.#held = held;
    this.#pump();
  }

  /** The dashboard's word on what has arrived; it may know of photos sent before a reload. */
  settle(arrived: readonly PhonePhoto[]): void {
    for (const { photo: id, outcome } of arrived) {
      if (this.#dismissed.has(id)) continue;
      let photo = this.#photos.find((known) => known.id === id);
      if (photo === undefined) {
        photo = { id, name: "", file: undefined, thumbnail: undefined, progress: { step: "sent" } };
        this.#photos.push(photo);
      }
      photo.file = undefined;
      if (outcome === null) photo.progress = { step: "sent" };
      else if (outcome.outcome === "shown") photo.progress = { step: "shown" };
      else photo.progress = { step: "refused", reason: outcome.refusal };
    }
    this.#outside.changed();
  }

  /** The visit is over: nothing of the photos stays on the page. */
  clear(): void {
    this.#held = true;
    this.#drop(this.#photos.splice(0));
    this.#outside.changed();
  }

  #pump(): void {
    while (!this.#held && this.#running < MOST_AT_ONCE) {
      const next = this.#photos.find(({ progress }) => progress.step === "waiting");
      if (next === undefined) return;
      if (this.#isFull()) {
        // One on its way may yet turn out to be no photo, and leave its place to another.
        if (this.#running === 0) this.#refuseRest();
        return;
      }
      this.#running += 1;
      void this.#carry(next).finally(() => {
        this.#running -= 1;
        this.#pump();
      });
    }
  }

  #isFull(): boolean {
    const taken = this.#photos.filter(
      ({ progress: { step } }) => step !== "waiting" && step !== "refused",
    );
    return taken.length >= this.#outside.most();
  }

  #refuseRest(): void {
    for (const photo of this.#photos) {
      if (photo.progress.step === "waiting") {
        this.#advance(photo, { step: "refused", reason: "too_many" });
      }
    }
  }

  async #carry(photo: Photo): Promise<void> {
    if (photo.file === undefined) return;
    this.#advance(photo, { step: "preparing" });
    const prepared = await this.#outside.prepare(photo.id, photo.file);
    if (prepared.outcome === "refused") {
      this.#advance(photo, { step: "refused", reason: prepared.reason });
      return;
    }
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      this.#advance(photo, { step: "sending", part: 0 });
      const answer = await this.#outside.send(photo.id, prepared.sealed, (part) =>
        this.#advance(photo, { step: "sending", part }),
      );
      switch (answer.answer) {
        case "done":
          this.#advance(photo, { step: "sent" });
          return;
        case "refused":
          this.#advance(photo, { step: "refused", reason: answer.refusal });
          return;
        case "link_dead":
        case "not_admitted":
          this.#advance(photo, { step: "waiting" });
          this.#held = true;
          this.#outside.closed(answer.answer);
          return;
        case "failed":
          this.#advance(photo, { step: "failed" });
          return;
        case "unreachable":
          break;
      }
      this.#advance(photo, { step: "retrying" });
      if (attempt < MOST_ATTEMPTS) await this.#outside.pause(attempt);
      // An answer can be lost on the way although the photo arrived: the view then knows better.
      if (!isUnsent(photo)) return;
    }
    this.#advance(photo, { step: "failed" });
  }

  /** Moves a photo on, unless the dashboard's word has already settled it. */
  #advance(photo: Photo, progress: Progress): void {
    if (!isUnsent(photo)) return;
    photo.progress = progress;
    if (progress.step === "sent" || progress.step === "refused") photo.file = undefined;
    this.#outside.changed();
  }

  #drop(photos: readonly Photo[]): void {
    for (const { thumbnail } of photos) {
      if (thumbnail !== undefined) URL.revokeObjectURL(thumbnail);
    }
  }
}
