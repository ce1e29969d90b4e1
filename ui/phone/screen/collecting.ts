import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ImagePlus, Lock } from "lucide";
import { megabytes } from "../../shared/format";
import { icon } from "../../shared/icon";
import { hasFailed, isUnsent, isWanted, type Photo } from "../photo";
import type { PhoneView } from "../wire";
import type { Words } from "../words/words";
import { refusals, retry } from "./attention";
import type { Actions } from "./page";
import { earlierTile, tile } from "./tile";

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

/** The photos that are on their way or there. */
export function tiles(words: Words, photos: readonly Photo[]): TemplateResult {
  const wanted = photos.filter(isWanted);
  const earlier = wanted.filter(isEarlier).length;
  return html`
    <ul class="tiles">
      ${earlier === 0 ? nothing : earlierTile(words, earlier)}
      ${repeat(
        wanted.filter((photo) => !isEarlier(photo)),
        ({ id }) => id,
        (photo, at) => tile(words, photo, earlier + at + 1),
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

/** Shown by the kiosk, and known here by the dashboard's word only. */
function isEarlier({ name, progress }: Photo): boolean {
  return name === "" && progress.step === "shown";
}
