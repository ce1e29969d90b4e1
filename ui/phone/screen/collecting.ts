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
      ${photos.length === 0 ? welcome(words) : [summary(words, photos), attention(words, view, photos, actions), tiles(words, photos)]}
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
function summary(words: Words, photos: readonly Photo[]): TemplateResult {
  const wanted = photos.filter(isWelcome);
  const unsent = wanted.filter(isUnsent).length;
  const shown = wanted.filter(({ progress }) => progress.step === "shown").length;
  const all = wanted.length;
  if (all === 0) return html``;
  const [title, hint] =
    unsent > 0
      ? [words.sending(all - unsent, all), words.keepOpen]
      : shown < all
        ? [words.landing(shown, all), nothing]
        : [words.allShown(all), words.goOn];
  return html`
    <div class="summary numbers ${shown === all ? "summary-done" : ""}" role="status">
      <h1>${title}</h1>
      ${hint === nothing ? nothing : html`<p>${hint}</p>`}
    </div>
  `;
}

/** What was refused or failed, each with its sentence; one button sends again what failed. */
function attention(
  words: Words,
  view: PhoneView,
  photos: readonly Photo[],
  actions: Actions,
): TemplateResult | typeof nothing {
  const bad = photos.filter((photo) => !isWelcome(photo));
  const failed = bad.filter(({ progress }) => progress.step === "failed").length;
  if (bad.length === 0) return nothing;
  return html`
    <section class="attention">
      <h2>${words.attention(bad.length)}</h2>
      <ul>
        ${repeat(
          bad,
          ({ id }) => id,
          (photo) => html`
            <li>
              ${picture(photo)}
              <p>${reason(words, view, photo)}</p>
              <button
                class="dismiss"
                type="button"
                aria-label=${words.dismiss(photo.name)}
                @click=${() => actions.dismiss(photo)}
              >
                ${icon(X)}
              </button>
            </li>
          `,
        )}
      </ul>
      ${
        failed === 0
          ? nothing
          : html`<button class="retry numbers" type="button" @click=${actions.retry}>
              ${icon(RotateCw)} ${words.retry(failed)}
            </button>`
      }
    </section>
  `;
}

function reason(words: Words, view: PhoneView, { name, progress }: Photo): string {
  if (progress.step !== "refused") return words.failed(name);
  switch (progress.reason) {
    case "too_large":
      return words.refused.too_large(name, megabytes(view.most_photo_bytes));
    case "too_many":
      return words.refused.too_many(name, view.most_photos);
    default:
      return words.refused[progress.reason](name);
  }
}

/** The photos that are on their way or there. */
export function tiles(words: Words, photos: readonly Photo[]): TemplateResult {
  return html`
    <ul class="tiles">
      ${repeat(
        photos.filter(isWelcome),
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

function isWelcome({ progress }: Photo): boolean {
  return progress.step !== "refused" && progress.step !== "failed";
}
