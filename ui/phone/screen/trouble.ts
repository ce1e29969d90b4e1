import { html, type TemplateResult } from "lit-html";
import { CircleAlert, Hourglass } from "lucide";
import { icon } from "../../shared/icon";

/** What happened, whether anything was sent, and what to do. */
interface Trouble {
  readonly title: string;
  readonly text: string;
  readonly todo: string;
}

/** A whole page of trouble; `waiting` when it ends by itself. */
export function trouble(
  { title, text, todo }: Trouble,
  kind: "waiting" | "final" = "final",
): TemplateResult {
  return html`
    <main class="middle" aria-live="polite">
      <span class="sign sign-${kind}">${icon(kind === "waiting" ? Hourglass : CircleAlert)}</span>
      <h1>${title}</h1>
      <p class="soft">${text}</p>
      <p class="todo">${todo}</p>
    </main>
  `;
}
