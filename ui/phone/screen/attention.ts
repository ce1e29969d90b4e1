import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ImageOff, RotateCw, X } from "lucide";
import { megabytes } from "../../shared/format";
import { icon } from "../../shared/icon";
import { hasFailed, isWanted, type Photo } from "../photo";
import type { PhoneView } from "../wire";
import type { Words } from "../words/words";
import type { Actions } from "./page";
import { picture } from "./tile";

/** What failed for now: one sentence and one button for all of them. */
export function retry(
  words: Words,
  photos: readonly Photo[],
  actions: Actions,
): TemplateResult | typeof nothing {
  const failed = photos.filter(hasFailed).length;
  if (failed === 0) return nothing;
  return html`
    <section class="attention numbers">
      <h2>${words.failed(failed)}</h2>
      <p>${words.failedHint}</p>
      <button class="retry" type="button" @click=${actions.retry}>
        ${icon(RotateCw)} ${words.retry(failed)}
      </button>
    </section>
  `;
}

/** What is never printed, each with its sentence; what is merely too much shares one. */
export function refusals(
  words: Words,
  view: PhoneView,
  photos: readonly Photo[],
  actions: Actions,
): TemplateResult | typeof nothing {
  const refused = photos.filter((photo) => !isWanted(photo));
  if (refused.length === 0) return nothing;
  const [over, others] = [refused.filter(isTooMany), refused.filter((photo) => !isTooMany(photo))];
  return html`
    <section class="attention numbers">
      <h2>${words.refusals(refused.length)}</h2>
      <ul>
        ${repeat(
          others,
          ({ id }) => id,
          (photo) =>
            refusal(words, photo, reason(words, view, photo), () => actions.dismiss([photo])),
        )}
        ${
          over[0] === undefined
            ? nothing
            : refusal(words, over[0], words.leftOut(over.length, view.most_photos), () =>
                actions.dismiss(over),
              )
        }
      </ul>
    </section>
  `;
}

function refusal(
  words: Words,
  photo: Photo,
  sentence: string,
  dismiss: () => void,
): TemplateResult {
  return html`
    <li>
      ${picture(photo, ImageOff)}
      <p>${sentence}</p>
      <button
        class="dismiss"
        type="button"
        aria-label=${words.dismiss(photo.name)}
        @click=${dismiss}
      >
        ${icon(X)}
      </button>
    </li>
  `;
}

function reason(words: Words, view: PhoneView, { name, progress }: Photo): string {
  if (progress.step !== "refused") return "";
  switch (progress.reason) {
    case "too_large":
      return words.refused.too_large(name, megabytes(view.most_photo_bytes));
    case "too_many":
      return words.leftOut(1, view.most_photos);
    default:
      return words.refused[progress.reason](name);
  }
}

function isTooMany({ progress }: Photo): boolean {
  return progress.step === "refused" && progress.reason === "too_many";
}
