import type { Label, PhotoId, SessionId } from "./wire";

/*
 * The sealed form of a photo, as `wire::sealed_photo` defines it:
 *
 *   "MLP1" | nonce, 12 bytes | AES-256-GCM ciphertext and 16-byte tag
 *   plaintext: length of the label, u32 big-endian | label, JSON | the file's own bytes
 *   associated data: "minilab photo v1\n" SESSION "\n" PHOTO
 */

const MARK = "MLP1";
const NONCE_BYTES = 12;
const MOST_LABEL_CHARACTERS = 120;

const utf8 = new TextEncoder();

/** What a photo is sealed for: nobody can swap it with another one. */
export interface Destination {
  readonly session: SessionId;
  readonly photo: PhotoId;
}

/** The session's key, as the browser's cipher wants it. It cannot be read back. */
export function importKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
}

/**
 * Seals `file`. Holds the file's bytes twice while it works, so one at a time is enough.
 * Rejects with a `NotReadableError` or `NotFoundError` when the file can no longer be read.
 */
export async function seal(
  key: CryptoKey,
  destination: Destination,
  label: Label,
  file: Blob,
  nonce: Uint8Array<ArrayBuffer> = crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
): Promise<Blob> {
  const labelJson = utf8.encode(JSON.stringify(label));
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, labelJson.length);
  const plaintext = await new Blob([length.buffer, labelJson, file]).arrayBuffer();
  const additionalData = utf8.encode(
    `minilab photo v1\n${destination.session}\n${destination.photo}`,
  );
  const ciphertext = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce, additionalData },
    key,
    plaintext,
  );
  return new Blob([MARK, nonce, ciphertext]);
}

/** What the phone says of a file: its name and type, cut to what the kiosk takes. */
export function labelOf(file: { name: string; type: string }): Label {
  return { name: cut(file.name), media_type: cut(file.type) };
}

/** The first characters; half a surrogate pair, which JSON readers refuse, becomes U+FFFD. */
function cut(text: string): string {
  const wellFormed = new TextDecoder().decode(utf8.encode(text));
  return [...wellFormed].slice(0, MOST_LABEL_CHARACTERS).join("");
}
