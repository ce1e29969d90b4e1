/** A scanner types faster than any finger: at most this much lies between two of its keys. */
const BETWEEN_KEYS_MS = 60;

/** Fewer digits are somebody's typing; payment barcodes have 16 to 24. */
const FEWEST_DIGITS = 8;

/** More are no barcode that anybody pays with. */
const MOST_DIGITS = 64;

/**
 * Listens for a scanner that types what it reads, like a keyboard: a burst of digits and Enter,
 * whatever has the focus. `read` gets the digits. The Enter of a burst presses no button.
 */
export function listenForScanner(window: Window, read: (digits: string) => void): void {
  let digits = "";
  let lastAt = -Infinity;
  window.addEventListener(
    "keydown",
    (event) => {
      const inBurst = event.timeStamp - lastAt <= BETWEEN_KEYS_MS;
      lastAt = event.timeStamp;
      if (!inBurst) digits = "";
      if (/^[0-9]$/.test(event.key)) {
        digits += event.key;
        return;
      }
      const burst = digits;
      digits = "";
      if (event.key !== "Enter" || burst.length < FEWEST_DIGITS) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (burst.length <= MOST_DIGITS) read(burst);
    },
    { capture: true },
  );
}
