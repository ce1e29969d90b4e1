// Runs in the page: what a picky designer would point at.

/** Sentences about everything on the screen that cannot be read or pressed. */
export function faults(): string[] {
  // At 21.5 inches and 1080 pixels of short side, 15 and 20 mm.
  const LEAST = { control: 61, primary: 82 };
  const found: string[] = [];
  const [width, height] = [window.innerWidth, window.innerHeight];
  const unit = Math.min(width, height) / 1080;
  const covered = document.querySelector("[role=dialog]");
  const top = covered ?? document.body;
  const says = (element: Element): string =>
    element.getAttribute("data-test") ??
    element.textContent?.trim().slice(0, 40) ??
    element.tagName;

  const outside = ({ left, top, right, bottom }: DOMRect): boolean =>
    left < -1 || top < -1 || right > width + 1 || bottom > height + 1;

  const buttons = [...top.querySelectorAll("button")];
  for (const button of buttons) {
    const box = button.getBoundingClientRect();
    const least = (button.classList.contains("primary") ? LEAST.primary : LEAST.control) * unit;
    if (outside(box)) found.push(`button "${says(button)}" is not wholly on the screen`);
    if (box.height < least) found.push(`button "${says(button)}" is ${box.height / unit} high`);
    if (box.width < least) found.push(`button "${says(button)}" is ${box.width / unit} wide`);
    if (button.scrollWidth > button.clientWidth + 1) {
      found.push(`button "${says(button)}" is too narrow for its words`);
    }
  }
  buttons.forEach((one, index) => {
    for (const other of buttons.slice(index + 1)) {
      if (overlap(one.getBoundingClientRect(), other.getBoundingClientRect())) {
        found.push(`buttons "${says(one)}" and "${says(other)}" lie over each other`);
      }
    }
  });

  const texts: [Element, DOMRect][] = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || node.textContent?.trim() === "" || parent.closest(".unseen")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    texts.push([parent, box]);
    if (outside(box)) found.push(`text "${says(parent)}" is not wholly on the screen`);
    for (let around: Element | null = parent; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).overflow === "visible") continue;
      const clip = around.getBoundingClientRect();
      const cut = box.bottom > clip.bottom + 2 || box.right > clip.right + 2;
      if (cut) found.push(`text "${says(parent)}" is cut off by ${around.className}`);
      break;
    }
  }
  texts.forEach(([one, box], index) => {
    for (const [other, otherBox] of texts.slice(index + 1)) {
      if (one !== other && !one.contains(other) && !other.contains(one) && overlap(box, otherBox)) {
        found.push(`texts "${says(one)}" and "${says(other)}" lie over each other`);
      }
    }
    for (const button of buttons) {
      if (!button.contains(one) && overlap(box, button.getBoundingClientRect())) {
        found.push(`text "${says(one)}" lies over button "${says(button)}"`);
      }
    }
  });
  if (document.documentElement.scrollHeight > height + 1) found.push("the page would scroll");
  return found;

  function overlap(one: DOMRect, other: DOMRect): boolean {
    return (
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2
    );
  }
}
