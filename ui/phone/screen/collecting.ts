import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ImagePlus, Lock, RotateCw, X } from "lucide";
import { megabytes } from "../../shared/format";
import { icon } from "../../shared/icon";
import { isUnsent, type Photo } from "../photo";
import type { PhoneView } from "../wire";
import type { Words } from "../words/words";
import type { Actions } from "./page";
import { picture, tile } from "./tile";

/**
 * What the file picker offers. The plain types first: an iPhone then hands out its HEIC photos as
 * JPEG. The wildcard last: without it some Androids open a file manager instead of the album.
 */
const ACCEPT = "image/jpeg,image/png,image/webp,image/*";

/** Choosing and sending, until the kiosk asks for the payment. */
export function collecting(
  words: Words,
  view: PhoneView,
  photos: readonly Photo[],
  actions: Actions,
): TemplateResult {
  return html`
    <main class="work">
      ${
        photos.length === 0
          ? welcome(words)
          : [
              summary(words, photos),
              retry(words, photos, actions),
              refusals(words, view, photos, actions),
              tiles(words, photos),
            ]
      }
    </main>
    ${wayOn(words, view, photos, actions)}
  `;
}

function welcome(words: Words): TemplateResult {
  return html`
    <h1>${words.welcome}</h1>
    <ol class="steps">
      <li>${words.steps.choose}</li>
      <li>${words.steps.appear}</li>
      <li>${words.steps.print}</li>
    </ol>
    <p class="sealed">${icon(Lock)} <span>${words.sealed}</span></p>
  `;
}

/** How many are there, and what to do meanwhile. */
function summary(words: Words, photos: readonly Photo[]): TemplateResult | typeof nothing {
  const wanted = photos.filter(isWanted);
  const all = wanted.length;
  const unsent = wanted.filter(isUnsent).length;
  const shown = wanted.filter(({ progress }) => progress.step === "shown").length;
  if (all === 0) return nothing;
  const done = shown === all;
  const sent = all - unsent - wanted.filter(hasFailed).length;
  return html`
    <div class="summary numbers ${done ? "summary-done" : ""}" role="status">
      <h1>
        ${
          done
            ? words.allShown(all)
            : unsent > 0
              ? words.sending(sent, all)
              : words.landing(shown, all)
        }
      </h1>
      ${done ? html`<p>${words.goOn}</p>` : unsent > 0 ? html`<p>${words.keepOpen}</p>` : nothing}
    </div>
  `;
}

/** What failed for now: one sentence and one button for all of them. */
function retry(
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
function refusals(
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
      ${picture(photo)}
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

/** The photos that are on their way or there. */
export function tiles(words: Words, photos: readonly Photo[]): TemplateResult {
  return html`
    <ul class="tiles">
      ${repeat(
        photos.filter(isWanted),
        ({ id }) => id,
        (photo, at) => tile(words, photo, at + 1),
      )}
    </ul>
  `;
}

/** The one button. Once all photos are there, the way on is at the kiosk, so it steps back. */
function wayOn(
  words: Words,
  view: PhoneView,
  photos: readonly Photo[],
  actions: Actions,
): TemplateResult {
  const first = photos.length === 0;
  const take = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ""; // so that the same photo can be chosen again
    if (files.length > 0) actions.choose(files);
  };
  return html`
    <footer class="bottom">
      <label class="choose ${first ? "" : "choose-more"}">
        <input class="unseen" type="file" multiple accept=${ACCEPT} @change=${take} />
        ${icon(ImagePlus)} ${first ? words.choose : words.chooseMore}
      </label>
      ${
        first
          ? html`<p class="limit numbers">
              ${words.limit(view.most_photos, megabytes(view.most_photo_bytes))}
            </p>`
          : nothing
      }
    </footer>
  `;
}

function isWanted({ progress }: Photo): boolean {
  return progress.step !== "refused";
}

function hasFailed({ progress }: Photo): boolean {
  return progress.step === "failed";
}

function isTooMany({ progress }: Photo): boolean {
  return progress.step === "refused" && progress.reason === "too_many";
}
