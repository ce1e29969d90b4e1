import type { Command } from "../../shared/bindings/Command";
import type { PhotoId } from "../../shared/bindings/PhotoId";
import type { View } from "../../shared/bindings/View";
import type { Retouching } from "../edit/retouching";
import type { Host } from "../host";
import { FakeDarkroom } from "./fake_proof";

/** What a script answers to a command: the next view, or nothing. */
export type Answer = (command: Command, view: View) => Omit<View, "revision"> | undefined;

/** A proof that was asked for. */
interface Proof {
  readonly photo: PhotoId;
  readonly retouching: Retouching;
  readonly maxSide: number;
}

/** Up to here a proof is a thumbnail. */
const THUMBNAIL_PX = 640;

/** A host without a station: it shows what it is given and remembers what it is sent. */
export class ScriptedHost implements Host {
  /** Every command so far, oldest first. */
  readonly sent: Command[] = [];
  /** Every proof asked for large enough for the stage, oldest first. */
  readonly proofs: Proof[] = [];
  readonly #photos: Readonly<Record<PhotoId, string>>;
  readonly #darkroom: FakeDarkroom;
  readonly #answer: Answer;
  #view: View;
  #show: (view: View) => void = () => {};

  constructor(
    first: Omit<View, "revision">,
    photos: Readonly<Record<PhotoId, string>>,
    answer: Answer,
  ) {
    this.#view = { ...first, revision: 1 };
    this.#photos = photos;
    this.#darkroom = new FakeDarkroom(photos);
    this.#answer = answer;
  }

  async start(show: (view: View) => void): Promise<void> {
    await this.#darkroom.load();
    this.#show = show;
    show(this.#view);
  }

  async send(command: Command): Promise<void> {
    this.sent.push(command);
    const next = this.#answer(command, this.#view);
    if (next !== undefined) this.show(next);
  }

  photoUrl(photo: PhotoId): string {
    return this.#photos[photo] ?? "";
  }

  proofUrl(photo: PhotoId, retouching: Retouching, maxSide: number): string {
    if (maxSide > THUMBNAIL_PX) this.proofs.push({ photo, retouching, maxSide });
    return this.#darkroom.proofUrl(photo, retouching, maxSide);
  }

  /** Sends a view from before the present one, as a slow line might. */
  showLate(view: Omit<View, "revision">): void {
    this.#show({ ...view, revision: this.#view.revision - 1 });
  }

  /** Shows another view, as if the station had sent it. */
  show(view: Omit<View, "revision">): void {
    this.#view = { ...view, revision: this.#view.revision + 1 };
    this.#show(this.#view);
  }
}
