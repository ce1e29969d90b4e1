import { html, nothing, type TemplateResult } from "lit-html";
import { RotateCcw, RotateCw, TriangleAlert, ZoomIn, ZoomOut } from "lucide";
import type { View } from "../../shared/bindings/View";
import { icon } from "../../shared/icon";
import { CropFrame } from "../crop/crop_frame";
import type { Ui } from "../ui";
import { frame } from "./frame";
import type { ScreenOf } from "./screen_of";

/** One press on + or −. */
const ZOOM_STEP = 1.2;

/** There is one editor, and one finger or two on it. */
const crop = new CropFrame();

/** One photo, cropped and turned. "Keep this" keeps what was done, Back takes it back. */
export function editScreen(ui: Ui, view: View, screen: ScreenOf<"edit">): TemplateResult {
  const { words } = ui;
  const { line } = screen;
  const before = ui.local.recipeBefore ?? line.recipe;
  crop.show({
    url: ui.photoUrl(line.photo),
    label: words.edit.frame,
    photo: { width: line.width_px, height: line.height_px },
    recipe: line.recipe,
    aspect: screen.aspect_width / screen.aspect_height,
    send: (recipe) => ui.send({ command: "set_recipe", recipe }),
  });
  return frame(ui, view, {
    name: "edit",
    step: 2,
    title: words.edit.title,
    body: html`<div class="edit">
      ${crop.element}
      <div class="edit-side">
        <p class="edit-hint">${words.edit.hint}</p>
        <div class="tools" role="toolbar" aria-label=${words.edit.title}>
          ${tool(words.edit.zoomOut, "zoom-out", ZoomOut, () => crop.zoom(1 / ZOOM_STEP))}
          ${tool(words.edit.zoomIn, "zoom-in", ZoomIn, () => crop.zoom(ZOOM_STEP))}
          ${tool(words.edit.rotate, "rotate", RotateCw, () => ui.send({ command: "rotate" }))}
          ${tool(words.edit.reset, "reset", RotateCcw, () => ui.send({ command: "reset_recipe" }))}
        </div>
        ${
          line.sharpness === "soft"
            ? html`<p class="soft-photo" role="status" data-test="soft">
                ${icon(TriangleAlert)} <span>${words.sizes.softIn[line.size]}</span>
              </p>`
            : nothing
        }
      </div>
    </div>`,
    back: () => {
      ui.send({ command: "set_recipe", recipe: before });
      ui.send({ command: "back" });
    },
    cancel: () => ui.send({ command: "cancel" }),
    total: html`<p class="total-line">${words.size[line.size]}</p>`,
    primary: {
      label: words.edit.done,
      test: "next",
      press: () => {
        ui.send({ command: "next" });
      },
    },
  });
}

function tool(
  label: string,
  test: string,
  shape: typeof ZoomIn,
  press: () => void,
): TemplateResult {
  return html`<button class="quiet tool" data-test=${test} @click=${press}>
    ${icon(shape)} <span>${label}</span>
  </button>`;
}
