import type { Size } from "../crop/photo";

/** The last picture asked for. One is enough: sheets come out one after the other. */
let known: { url: string; size: Size | undefined } | undefined;

/** A preview's own size, or nothing until it is loaded; `arrived` is called then. */
export function pictureSize(url: string, arrived: () => void): Size | undefined {
  if (known?.url === url) return known.size;
  known = { url, size: undefined };
  const picture = new Image();
  picture.addEventListener("load", () => {
    if (known?.url !== url) return;
    known = { url, size: { width: picture.naturalWidth, height: picture.naturalHeight } };
    arrived();
  });
  picture.src = url;
  return undefined;
}
