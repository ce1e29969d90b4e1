import type { Language } from "./bindings/Language";

/**
 * An amount in minor units (fen) as money: 1200 is "¥12.00". Digits are moved, never divided, so
 * that no amount is ever rounded.
 */
export function money(minor: number, sign = "¥"): string {
  const digits = wholeDigits(minor).padStart(3, "0");
  const major = grouped(digits.slice(0, -2));
  return `${minor < 0 ? "-" : ""}${sign}${major}.${digits.slice(-2)}`;
}

/** A count with its thousands set apart: 12345 is "12,345". */
export function count(whole: number): string {
  return `${whole < 0 ? "-" : ""}${grouped(wholeDigits(whole))}`;
}

/** The time of day of a moment in milliseconds since 1970, on this device's clock: "14:32". */
export function timeOfDay(ms: number): string {
  const moment = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** A limit in bytes as whole megabytes, for a sentence: "40 MB". */
export function megabytes(bytes: number): string {
  return `${Math.floor(bytes / (1024 * 1024))} MB`;
}

/** Names in a row: "a, b and c", "a、b和c". */
export function list(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(language).format(items);
}

function wholeDigits(whole: number): string {
  if (!Number.isSafeInteger(whole)) {
    throw new RangeError(`a whole number was expected, got ${whole}`);
  }
  return String(Math.abs(whole));
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
