import type { Size } from "../crop/photo";

/** More than one visit has photos; beyond it, what is known is forgotten. */
const MOST_KNOWN = 200;

/** The pictures asked for, until their size is known. */
const known = new Map<string, Size | "loading">();

/** A preview's own size, or nothing until it is loaded; `arrived` is called then, once. */
export function pictureSize(url: string, arrived: () => void): Size | undefined {
  const size = known.get(url);
  if (size !== undefined) return size === "loading" ? undefined : size;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(url, "loading");
  const picture = new Image();
  picture.addEventListener("load", () => {
    known.set(url, { width: picture.naturalWidth, height: picture.naturalHeight });
    arrived();
  });
  picture.addEventListener("error", () => known.delete(url));
  picture.src = url;
  return undefined;
}
