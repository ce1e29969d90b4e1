import type { IconNode } from "lucide";
import { noChange, type ElementPart } from "lit-html";
import { directive, Directive, type PartInfo, PartType } from "lit-html/directive.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * One icon, drawn with the one stroke of `.icon` in base.css. It is decoration: the words beside
 * it, or the label of the control around it, say what it means.
 *
 * Name the icon where it is used, so that only those are shipped:
 * `import { Check } from "lucide"; html`<button>${icon(Check)} ${words.done}</button>``.
 */
export const icon = directive(
  class extends Directive {
    #drawn: IconNode | undefined;

    constructor(part: PartInfo) {
      super(part);
      if (part.type !== PartType.CHILD) {
        throw new Error("icon() stands between tags, not in an attribute");
      }
    }

    render(shape: IconNode): unknown {
      return drawIcon(shape);
    }

    override update(_part: ElementPart, [shape]: [IconNode]): unknown {
      if (this.#drawn === shape) return noChange;
      this.#drawn = shape;
      return this.render(shape);
    }
  },
);

/** The icon as an element, for code that draws without lit-html. */
export function drawIcon(shape: IconNode): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  for (const [tag, attributes] of shape) {
    const child = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) child.setAttribute(name, String(value));
    }
    svg.append(child);
  }
  return svg;
}
