// Proofs without a darkroom: near enough to see that something happens, and what.

import type { Look } from "../../shared/bindings/Look";
import type { PhotoId } from "../../shared/bindings/PhotoId";
import type { Tone } from "../../shared/bindings/Tone";
import { keyOfRetouching, type Retouching } from "../edit/retouching";

/** How a look mixes: colourfulness, and what is added to red, green and blue. */
const MIXES: Readonly<Record<Look, readonly [number, number, number, number]>> = {
  none: [1, 0, 0, 0],
  vivid: [1.45, 4, 4, 4],
  fresh: [1.1, 0, 12, 10],
  golden: [1.1, 22, 8, -18],
  cool: [0.95, -14, 0, 20],
  film: [0.85, 8, 2, -6],
  chrome: [1.25, -6, -6, 0],
  faded: [0.6, 22, 20, 18],
  cinema: [0.9, 10, -2, 14],
  blossom: [0.95, 24, 4, 14],
  forest: [0.9, -8, 12, -6],
  instant: [0.8, 16, 10, -4],
  mono: [0, 0, 0, 0],
  noir: [0, -26, -26, -26],
  sepia: [0, 26, 6, -22],
};

const PROOFS_KEPT = 80;

export class FakeDarkroom {
  readonly #photos: Readonly<Record<PhotoId, string>>;
  readonly #loaded = new Map<string, HTMLImageElement>();
  readonly #proofs = new Map<string, string>();

  constructor(photos: Readonly<Record<PhotoId, string>>) {
    this.#photos = photos;
  }

  /** Proofs are drawn at once, so the photos must be here before. */
  async load(): Promise<void> {
    await Promise.all(
      [...new Set(Object.values(this.#photos))].map(async (url) => {
        const picture = new Image();
        picture.src = url;
        await picture.decode();
        this.#loaded.set(url, picture);
      }),
    );
  }

  proofUrl(photo: PhotoId, retouching: Retouching, maxSide: number): string {
    const url = this.#photos[photo] ?? "";
    const picture = this.#loaded.get(url);
    if (picture === undefined) return url;
    const key = `${url} ${maxSide} ${keyOfRetouching(retouching)}`;
    const proof = this.#proofs.get(key) ?? drawn(picture, retouching, maxSide);
    this.#proofs.set(key, proof);
    const [oldest] = this.#proofs.keys();
    if (this.#proofs.size > PROOFS_KEPT && oldest !== undefined) this.#proofs.delete(oldest);
    return proof;
  }
}

function drawn(picture: HTMLImageElement, retouching: Retouching, maxSide: number): string {
  const { naturalWidth, naturalHeight } = picture;
  const scale = Math.min(1, maxSide / Math.max(naturalWidth, naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(naturalWidth * scale);
  canvas.height = Math.round(naturalHeight * scale);
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  if (paint === null) return picture.src;
  paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const pixels = paint.getImageData(0, 0, canvas.width, canvas.height);
  grade(pixels.data, retouching);
  paint.putImageData(pixels, 0, 0);
  return canvas.toDataURL("image/jpeg", 0.85);
}

function grade(samples: Uint8ClampedArray, { tone, look, beautify }: Retouching): void {
  const curve = curveOf(tone, beautify.brighten / 250);
  const strength = look.strength / 100;
  const [colour, ...added] = MIXES[look.name];
  const saturation = (1 + tone.saturation / 100) * (1 + (colour - 1) * strength);
  const [red, green, blue] = added.map((value) => value * strength) as [number, number, number];
  const warmth = tone.warmth * 0.3;
  for (let at = 0; at < samples.length; at += 4) {
    const r = curve[samples[at]!]!;
    const g = curve[samples[at + 1]!]!;
    const b = curve[samples[at + 2]!]!;
    const grey = 0.3 * r + 0.59 * g + 0.11 * b;
    samples[at] = grey + (r - grey) * saturation + red + warmth;
    samples[at + 1] = grey + (g - grey) * saturation + green;
    samples[at + 2] = grey + (b - grey) * saturation + blue - warmth;
  }
}

function curveOf(tone: Tone, lift: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, index) => {
    const gained = (index / 255) * 2 ** (tone.exposure / 130) + lift * (index / 255);
    const steep = 0.5 + (gained - 0.5) * (1 + tone.contrast / 160);
    const dark = Math.max(0, 1 - steep) ** 2 * steep * (tone.shadows / 70);
    const bright = Math.max(0, steep) ** 2 * (1 - Math.min(1, steep)) * (tone.highlights / 70);
    return 255 * (steep + dark + bright);
  });
}
