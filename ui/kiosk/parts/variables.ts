import { noChange, type ElementPart } from "lit-html";
import { directive, Directive, type PartInfo, PartType } from "lit-html/directive.js";

/**
 * Sets CSS custom properties of an element through the object model, which a strict content
 * security policy allows and a `style` attribute is not: `<div ${variables({ "--n": "3" })}>`.
 */
export const variables = directive(
  class extends Directive {
    constructor(part: PartInfo) {
      super(part);
      if (part.type !== PartType.ELEMENT) {
        throw new Error("variables() stands in a tag, outside any attribute");
      }
    }

    render(_values: Readonly<Record<`--${string}`, string>>): unknown {
      return noChange;
    }

    override update(
      part: ElementPart,
      [values]: [Readonly<Record<`--${string}`, string>>],
    ): unknown {
      const { style } = part.element as HTMLElement;
      for (const [name, value] of Object.entries(values)) {
        if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
      }
      return noChange;
    }
  },
);
