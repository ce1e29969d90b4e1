import type { Refusal } from "./wire";

/** Bytes of a file's head that are enough to recognise it. */
export const HEAD_BYTES = 512;

/**
 * What a file is by its first bytes; names and declared types are never believed. `picture` may
 * be sent; `foreign` is a picture the kiosk cannot read, which this browser perhaps can.
 */
export type Kind =
  | { readonly kind: "picture" }
  | { readonly kind: "foreign"; readonly refusal: "heic" | "avif" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const PICTURE: Kind = { kind: "picture" };
const refused = (refusal: Refusal): Kind => ({ kind: "refused", refusal });

/** Recognises a file by at least its first 16 bytes, as the kiosk's darkroom does after us. */
export function recognise(head: Uint8Array): Kind {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  for (const [magic, kind] of MAGIC) if (text.startsWith(magic)) return kind;
  if (text.startsWith("RIFF")) return RIFF[text.slice(8, 12)] ?? refused("not_a_picture");
  if (text.slice(4, 8) === "ftyp") return ofBrands(text);
  if (/^(\xef\xbb\xbf)?\s*<(\?xml|svg|!doctype|html)/i.test(text)) return refused("document");
  return refused("not_a_picture");
}

const MAGIC: readonly (readonly [magic: string, kind: Kind])[] = [
  ["\xff\xd8\xff", PICTURE], // JPEG
  ["\x89PNG\r\n\x1a\n", PICTURE],
  ["GIF87a", PICTURE],
  ["GIF89a", PICTURE],
  ["BM", PICTURE],
  ["II*\0", PICTURE], // TIFF
  ["MM\0*", PICTURE],
  ["\x1aE\xdf\xa3", refused("video")], // Matroska, WebM
  ["\0\0\x01\xba", refused("video")], // MPEG
  ["\0\0\x01\xb3", refused("video")],
  ["FLV\x01", refused("video")],
  ["\x30\x26\xb2\x75", refused("video")], // Windows Media
  ["%PDF-", refused("document")],
  ["%!PS", refused("document")],
  ["PK\x03\x04", refused("document")], // ZIP and the office formats
  ["PK\x05\x06", refused("document")],
  ["\x1f\x8b", refused("document")],
  ["7z\xbc\xaf\x27\x1c", refused("document")],
  ["Rar!\x1a\x07", refused("document")],
  ["\xd0\xcf\x11\xe0", refused("document")], // old office formats
];

const RIFF: Record<string, Kind> = { WEBP: PICTURE, "AVI ": refused("video") };

const HEIF = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

/** Files of the ISO base media family list their kinds (ISO/IEC 14496-12, section 4.3). */
function ofBrands(text: string): Kind {
  const length = [0, 1, 2, 3].reduce((sum, at) => sum * 256 + text.charCodeAt(at), 0);
  const list = text.slice(8, Math.min(Math.max(length, 16), 256));
  // The second word is a version.
  const brands = (list.match(/[^]{4}/g) ?? []).filter((_, at) => at !== 1);
  if (brands.some((brand) => brand === "avif" || brand === "avis")) {
    return { kind: "foreign", refusal: "avif" };
  }
  if (brands.some((brand) => HEIF.includes(brand))) return { kind: "foreign", refusal: "heic" };
  return refused("video");
}
