import { randomName } from "../shared/bytes";

const PREFIX = "minilab.phone.";

/**
 * The secret by which the dashboard knows this phone again after a reload: made on the first
 * visit and kept until the visit is over. Where storage is forbidden it lasts as long as the page.
 */
export function phoneSecret(token: string, storage: Storage | undefined): string {
  const name = PREFIX + token;
  const known = attempt(() => storage?.getItem(name));
  if (known) return known;
  const secret = randomName();
  attempt(() => storage?.setItem(name, secret));
  return secret;
}

/** The visit is over: nothing of it stays on the phone. */
export function forgetPhoneSecret(token: string, storage: Storage | undefined): void {
  attempt(() => storage?.removeItem(PREFIX + token));
}

/** The browser's storage; some private modes throw at the first touch. */
export function openStorage(): Storage | undefined {
  return attempt(() => window.localStorage);
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
