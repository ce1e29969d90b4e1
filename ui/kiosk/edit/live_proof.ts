/**
 * The photo as it looks at this moment. Proofs are asked for one at a time, always the newest
 * wanted one next, so that a quick finger never queues work; each is decoded off the screen and
 * then drawn over the last good one without a flicker. It is drawn on a canvas, since a picture
 * that takes another's place has the whole screen laid out and painted again.
 */
export class LiveProof {
  /** Whoever lays the photo out gives this its size; the picture fills it. */
  readonly element = document.createElement("div");
  readonly #canvas = document.createElement("canvas");
  #plain = "";
  #wanted = "";
  #shown = "";
  /** The original and the last proof, for going back and forth between them at once. */
  #original: Picture | undefined;
  #proof: Picture | undefined;
  #loading = false;

  constructor() {
    this.element.className = "live-proof";
  }

  /** Another photo: nothing of the one before stays. `plain` is its untouched preview. */
  open(plain: string): void {
    if (plain === this.#plain) return;
    this.close();
    this.#plain = plain;
    this.show(plain);
  }

  /** Nothing of the photo stays. */
  close(): void {
    this.#plain = this.#wanted = this.#shown = "";
    this.#original = this.#proof = undefined;
    this.#canvas.width = this.#canvas.height = 0;
    this.element.replaceChildren();
  }

  /** Shows `url`, or whatever is wanted by the time the present request is answered. */
  show(url: string): void {
    this.#wanted = url;
    if (url === this.#shown) return;
    const ready = [this.#original, this.#proof].find((picture) => picture?.url === url);
    if (ready !== undefined) this.#draw(ready);
    else if (!this.#loading) void this.#load();
  }

  async #load(): Promise<void> {
    this.#loading = true;
    while (this.#wanted !== this.#shown) {
      const [url, of] = [this.#wanted, this.#plain];
      const image = await decoded(url);
      if (image !== undefined && of === this.#plain) this.#keep({ url, image });
      if (image === undefined && this.#wanted === url) break;
    }
    this.#loading = false;
  }

  #keep(picture: Picture): void {
    if (picture.url === this.#plain) this.#original = picture;
    else this.#proof = picture;
    // A proof that is no longer wanted is still nearer to it than the one before; not so when the
    // finger compares.
    if (this.#wanted !== this.#plain || picture.url === this.#plain) this.#draw(picture);
  }

  #draw({ url, image }: Picture): void {
    this.#shown = url;
    const canvas = this.#canvas;
    const { naturalWidth, naturalHeight } = image;
    if (canvas.width !== naturalWidth || canvas.height !== naturalHeight) {
      canvas.width = naturalWidth;
      canvas.height = naturalHeight;
    }
    canvas.getContext("2d", { alpha: false })?.drawImage(image, 0, 0);
    canvas.dataset["shows"] = url;
    if (!canvas.isConnected) this.element.replaceChildren(canvas);
  }
}

interface Picture {
  readonly url: string;
  readonly image: HTMLImageElement;
}

/** The picture, ready to be drawn. One that cannot be had is none: the last one stays. */
async function decoded(url: string): Promise<HTMLImageElement | undefined> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return undefined;
  }
}
