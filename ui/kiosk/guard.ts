/** Touches are told to the station at most this often: it only wants to know that someone is there. */
const TOUCH_EVERY_MS = 1000;

/**
 * Makes a web page behave like a machine's panel: answers every press at once, tells the station
 * of touches, and swallows what a browser does besides (menus, selection, dragging, zoom, keys).
 */
export function guardScreen(window: Window, touched: () => void): void {
  const { document } = window;
  acknowledgePresses(document);

  let toldAt = -Infinity;
  const tell = (event: Event): void => {
    if (event.timeStamp - toldAt < TOUCH_EVERY_MS) return;
    toldAt = event.timeStamp;
    touched();
  };
  document.addEventListener("pointerdown", tell, { capture: true });
  document.addEventListener("pointermove", tell, { capture: true });

  for (const unwanted of ["contextmenu", "selectstart", "dragstart", "gesturestart", "drop"]) {
    document.addEventListener(unwanted, (event) => event.preventDefault(), { capture: true });
  }
  // Zooming with the wheel or with two fingers.
  document.addEventListener("wheel", (event) => event.preventDefault(), { passive: false });
  document.addEventListener("keydown", (event) => {
    if (!isPlainKey(event)) event.preventDefault();
  });
}

/** Only what moves the focus and presses a button; no shortcut of the browser. */
function isPlainKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  return ["Tab", "Enter", " "].includes(event.key);
}

/**
 * Marks the control under the finger with `data-pressed` in the same frame. `:active` alone comes
 * late or not at all for fingers in some web views.
 */
function acknowledgePresses(document: Document): void {
  let pressed: Element | null = null;
  const release = (): void => {
    pressed?.removeAttribute("data-pressed");
    pressed = null;
  };
  document.addEventListener(
    "pointerdown",
    (event) => {
      release();
      pressed = event.target instanceof Element ? event.target.closest("button:enabled") : null;
      pressed?.setAttribute("data-pressed", "");
    },
    { capture: true },
  );
  for (const end of ["pointerup", "pointercancel", "blur"]) {
    document.addEventListener(end, release, { capture: true });
  }
}
