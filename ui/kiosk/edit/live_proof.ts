/**
 * The photo as it looks at this moment. Proofs are asked for one at a time, always the newest
 * wanted one next, so that a quick finger never queues work; each is decoded off the screen and
 * then takes the place of the last good one without a flicker.
 */
export class LiveProof {
  /** Whoever lays the photo out gives this its size; the picture fills it. */
  readonly element = document.createElement("div");
  #plain = "";
  #original: HTMLImageElement | undefined;
  /** The last proof, for going back and forth between it and the original at once. */
  #proof: { readonly url: string; readonly picture: HTMLImageElement } | undefined;
  #wanted = "";
  #shown = "";
  #loading = false;

  /** `shown` is told each time another picture is there. */
  constructor(private readonly shown: () => void) {
    this.element.className = "live-proof";
  }

  /** Another photo: nothing of the one before stays. `plain` is its untouched preview. */
  open(plain: string): void {
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#wanted = plain;
    this.#shown = plain;
    this.#proof = undefined;
    this.#original = picture(plain);
    this.element.replaceChildren(this.#original);
  }

  /** Nothing of the photo stays. */
  close(): void {
    this.#plain = this.#wanted = this.#shown = "";
    this.#original = this.#proof = undefined;
    this.element.replaceChildren();
  }

  /** Shows `url`, or whatever is wanted by the time the present request is answered. */
  show(url: string): void {
    this.#wanted = url;
    if (url === this.#shown) return;
    const ready = url === this.#plain ? this.#original : this.#proofOf(url);
    if (ready !== undefined) this.#put(url, ready);
    else if (!this.#loading) void this.#load();
  }

  /** Whether another picture than the one that is shown has been asked for. */
  get isOnItsWay(): boolean {
    return this.#loading;
  }

  async #load(): Promise<void> {
    this.#loading = true;
    while (this.#wanted !== this.#shown) {
      const [url, of] = [this.#wanted, this.#plain];
      const next = picture(url);
      const good = await decoded(next);
      // A proof that is no longer wanted is still nearer to it than the one before.
      const stale = of !== this.#plain || this.#wanted === this.#plain;
      if (good && !stale) {
        this.#proof = { url, picture: next };
        this.#put(url, next);
      }
      if (!good && this.#wanted === url) break;
    }
    this.#loading = false;
  }

  #proofOf(url: string): HTMLImageElement | undefined {
    return this.#proof?.url === url ? this.#proof.picture : undefined;
  }

  #put(url: string, next: HTMLImageElement): void {
    this.#shown = url;
    this.element.replaceChildren(next);
    this.shown();
  }
}

function picture(url: string): HTMLImageElement {
  const element = new Image();
  element.alt = "";
  element.draggable = false;
  element.src = url;
  return element;
}

async function decoded(element: HTMLImageElement): Promise<boolean> {
  try {
    await element.decode();
    return true;
  } catch {
    // A proof that cannot be had is no reason to show none: the last one stays.
    return false;
  }
}
