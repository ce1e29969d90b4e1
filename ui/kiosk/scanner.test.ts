import { expect, test } from "vitest";
import { listenForScanner } from "./scanner";

/** As much of a window as the listener sees, and fingers that type on it. */
function keyboard() {
  let listener: (event: KeyboardEvent) => void = () => {};
  const window = {
    addEventListener: (_name: string, heard: (event: KeyboardEvent) => void) => (listener = heard),
  } as unknown as Window;
  const read: string[] = [];
  listenForScanner(window, (digits) => read.push(digits));
  let now = 1000;
  /** Types each key `pause` ms after the one before; says whether the last one was swallowed. */
  const type = (keys: readonly string[], pause: number): boolean => {
    let swallowed = false;
    for (const key of keys) {
      now += pause;
      swallowed = false;
      const event = {
        key,
        timeStamp: now,
        preventDefault: () => (swallowed = true),
        stopImmediatePropagation: () => {},
      };
      listener(event as unknown as KeyboardEvent);
    }
    return swallowed;
  };
  return { read, type, rest: () => (now += 1000) };
}

const CODE = [..."134567890123456789"];

test("a scanner's burst is read, and its Enter presses nothing", () => {
  const { read, type } = keyboard();
  expect(type([...CODE, "Enter"], 4), "the Enter is swallowed").toBe(true);
  expect(read).toEqual(["134567890123456789"]);
});

test("fingers are slower, and their Enter presses what has the focus", () => {
  const { read, type } = keyboard();
  expect(type([...CODE, "Enter"], 120)).toBe(false);
  expect(read).toEqual([]);
});

test("a burst after a stray key is read whole", () => {
  const { read, type, rest } = keyboard();
  type(["7"], 4);
  rest();
  type([...CODE, "Enter"], 4);
  expect(read).toEqual(["134567890123456789"]);
});

test("two bursts are two barcodes", () => {
  const { read, type } = keyboard();
  type([...CODE, "Enter", ...CODE, "Enter"], 4);
  expect(read).toEqual(["134567890123456789", "134567890123456789"]);
});

test("what is no barcode's length is passed over", () => {
  const { read, type, rest } = keyboard();
  expect(type(["1", "2", "Enter"], 4), "somebody pressed keys quickly").toBe(false);
  rest();
  expect(type([..."1".repeat(65), "Enter"], 4), "still no button is pressed").toBe(true);
  expect(read).toEqual([]);
});

test("other keys break a burst", () => {
  const { read, type } = keyboard();
  type([...CODE, "x", "Enter"], 4);
  expect(read).toEqual([]);
});
