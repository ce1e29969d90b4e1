/**
 * Small proofs, loaded one after the other, so that the large one under the finger never waits
 * behind a dozen of them. Each is an element to be put where it is shown: what is never cached
 * is then loaded once.
 */
export class Thumbnails {
  #pictures = new Map<string, HTMLImageElement>();
  #waiting: string[] = [];
  #loading = false;

  /** The pictures at these addresses, in the same order; those of other addresses are forgotten. */
  at(urls: readonly string[]): readonly HTMLImageElement[] {
    const kept = new Map<string, HTMLImageElement>();
    for (const url of urls) kept.set(url, this.#pictures.get(url) ?? empty());
    this.#waiting = urls.filter((url) => this.#waiting.includes(url) || !this.#pictures.has(url));
    this.#pictures = kept;
    if (!this.#loading) void this.#load();
    return urls.map((url) => kept.get(url) ?? empty());
  }

  forget(): void {
    this.#pictures = new Map();
    this.#waiting = [];
  }

  async #load(): Promise<void> {
    this.#loading = true;
    for (let url = this.#waiting.shift(); url !== undefined; url = this.#waiting.shift()) {
      const picture = this.#pictures.get(url);
      if (picture === undefined) continue;
      picture.src = url;
      // One that cannot be had leaves its place empty; its name is still there to be touched.
      await picture.decode().catch(() => undefined);
    }
    this.#loading = false;
  }
}

function empty(): HTMLImageElement {
  const picture = new Image();
  picture.alt = "";
  picture.draggable = false;
  return picture;
}
