import { expect, test } from "vitest";
import { recognise } from "./recognise";

const head = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const brands = (...names: string[]): Uint8Array =>
  head(
    `\0\0\0${String.fromCharCode(8 + 4 * (names.length + 1))}ftyp${names[0]}\0\0\0\0${names.slice(1).join("")}`,
  );

test.each([
  ["JPEG", head("\xff\xd8\xff\xe1....Exif")],
  ["PNG", head("\x89PNG\r\n\x1a\n....")],
  ["WebP", head("RIFF\x10\0\0\0WEBPVP8 ")],
  ["TIFF", head("II*\0\x08\0\0\0")],
])("%s is sent", (_name, bytes) => {
  expect(recognise(bytes), "the kiosk reads it").toEqual({ kind: "picture" });
});

test.each([
  ["heic", brands("heic", "mif1")],
  ["heic", brands("mif1", "heic")],
  ["avif", brands("mif1", "avif", "miaf")],
])("%s is converted by the browser first", (refusal, bytes) => {
  expect(recognise(bytes), "this browser may read what the kiosk cannot").toEqual({
    kind: "foreign",
    refusal,
  });
});

test.each([
  ["video", brands("qt  ", "qt  ")],
  ["video", brands("isom", "mp42")],
  ["video", head("\x1aE\xdf\xa3matroska")],
  ["video", head("RIFF\x10\0\0\0AVI LIST")],
  ["document", head("%PDF-1.7")],
  ["document", head("PK\x03\x04word/")],
  ["document", head('<svg xmlns="http://www.w3.org/2000/svg">')],
  ["not_a_picture", head("hello, I am a text file")],
  ["not_a_picture", head("")],
])("%s is refused before it is sent", (refusal, bytes) => {
  expect(recognise(bytes), "its name does not matter").toEqual({ kind: "refused", refusal });
});
