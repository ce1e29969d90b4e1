import { fromBase64Url } from "../shared/bytes";

/** The session's key, in bytes (`wire::sealed_photo::KEY_BYTES`). */
const KEY_BYTES = 32;

/** What the code on the kiosk's screen says: `/p/TOKEN#k=KEY`. */
export interface Link {
  /** The phone's right to this visit. */
  readonly token: string;
  /** What photos are sealed with. It stays in the fragment, which browsers never send. */
  readonly key: Uint8Array<ArrayBuffer>;
}

/** The link's parts, or nothing when it is cut short or mistyped. */
export function readLink(location: { pathname: string; hash: string }): Link | undefined {
  const token = /^\/p\/([\w-]{8,128})\/?$/.exec(location.pathname)?.[1];
  const key = fromBase64Url(new URLSearchParams(location.hash.slice(1)).get("k") ?? "");
  if (token === undefined || key?.length !== KEY_BYTES) return undefined;
  return { token, key };
}
