import { type Join, PHONE_HEADER, type PhoneView, type PhotoId, type Sending } from "./wire";

/** How a request ended, as far as this page acts on it. */
export type Answer<T> =
  | { readonly answer: "done"; readonly value: T }
  /** The token is stale, guessed or over. */
  | { readonly answer: "link_dead" }
  /** This phone has not been let in, or no longer is. */
  | { readonly answer: "not_admitted" }
  /** This photo is never taken, however often it is sent. */
  | { readonly answer: "refused"; readonly refusal: "too_many" | "too_large" }
  /** No line, no server, or a busy one: trying again can help. */
  | { readonly answer: "unreachable" }
  /** The dashboard does not understand us: trying again at once cannot help. */
  | { readonly answer: "failed" };

/** The dashboard waits up to 25 s for news; the rest is a slow line. */
const VIEW_DEADLINE_MS = 40_000;
const SHORT_DEADLINE_MS = 15_000;
/** Without a byte moving for this long, an upload is started anew. */
const STALLED_MS = 30_000;

/** The dashboard, as one phone with one link sees it. */
export class Dashboard {
  readonly #base: string;
  readonly #secret: string;

  constructor(token: string, secret: string) {
    this.#base = `/api/v1/phone/${token}`;
    this.#secret = secret;
  }

  /** Announces this phone; the same phone again changes nothing. */
  join(): Promise<Answer<PhoneView>> {
    const join: Join = { phone_secret: this.#secret };
    return this.#json("POST", "/join", SHORT_DEADLINE_MS, join);
  }

  /** The view, as soon as it is newer than `revision`. */
  viewAfter(revision: number): Promise<Answer<PhoneView>> {
    return this.#json("GET", `?after=${revision}`, VIEW_DEADLINE_MS);
  }

  /** Says how many photos are still to come. */
  announce(sending: Sending): Promise<Answer<void>> {
    return this.#json("PUT", "/sending", SHORT_DEADLINE_MS, sending);
  }

  /** Sends a sealed photo; `onPart` hears what part of it (0 to 1) has left the phone. */
  send(photo: PhotoId, sealed: Blob, onPart: (part: number) => void): Promise<Answer<void>> {
    return new Promise((resolve) => {
      // Not fetch: only this one tells how much of a body has been sent.
      const request = new XMLHttpRequest();
      let stalled = setTimeout(() => request.abort(), STALLED_MS);
      request.upload.onprogress = ({ loaded, total }) => {
        clearTimeout(stalled);
        stalled = setTimeout(() => request.abort(), STALLED_MS);
        if (total > 0) onPart(loaded / total);
      };
      request.onloadend = () => {
        clearTimeout(stalled);
        resolve(
          request.status >= 200 && request.status < 300
            ? { answer: "done", value: undefined }
            : ofProblem(request.status, request.responseText),
        );
      };
      request.open("PUT", `${this.#base}/photos/${photo}`);
      request.setRequestHeader("content-type", "application/octet-stream");
      request.setRequestHeader(PHONE_HEADER, this.#secret);
      request.send(sealed);
    });
  }

  async #json<T>(
    method: string,
    path: string,
    deadlineMs: number,
    body?: Join | Sending,
  ): Promise<Answer<T>> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);
    try {
      const response = await fetch(this.#base + path, {
        method,
        cache: "no-store",
        credentials: "omit",
        headers: {
          [PHONE_HEADER]: this.#secret,
          ...(body && { "content-type": "application/json" }),
        },
        signal: deadline.signal,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) return ofProblem(response.status, text);
      return { answer: "done", value: (text === "" ? undefined : JSON.parse(text)) as T };
    } catch {
      return { answer: "unreachable" };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** An error answer (RFC 9457), by its code first and its status where a proxy has spoken. */
export function ofProblem(status: number, body: string): Exclude<Answer<never>, { value: never }> {
  switch (codeOf(body)) {
    case "link_dead":
      return { answer: "link_dead" };
    case "phone_not_admitted":
      return { answer: "not_admitted" };
    case "too_many_photos":
      return { answer: "refused", refusal: "too_many" };
    case "photo_too_large":
      return { answer: "refused", refusal: "too_large" };
  }
  if (status === 413) return { answer: "refused", refusal: "too_large" };
  const passing = status === 0 || status === 408 || status === 429 || status >= 500;
  return { answer: passing ? "unreachable" : "failed" };
}

function codeOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { code?: unknown } | null)?.code;
  } catch {
    return undefined;
  }
}
