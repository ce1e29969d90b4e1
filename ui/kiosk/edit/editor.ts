// The open photo's recipe while fingers change it. The station holds the truth; between a finger
// and its answer this holds the recipe in hand, shows it at once and sends it on at a calm pace.

import type { Command } from "../../shared/bindings/Command";
import type { Line } from "../../shared/bindings/Line";
import type { Recipe } from "../../shared/bindings/Recipe";
import type { Straighten } from "../../shared/bindings/Straighten";
import { CropFrame } from "../crop/crop_frame";
import type { Size } from "../crop/photo";
import type { Ui } from "../ui";
import type { ScreenOf } from "../screen/screen_of";
import { Echoes } from "./echoes";
import { History } from "./history";
import { LiveProof } from "./live_proof";
import { Straightening } from "./straightening";
import { keyOf } from "./recipe_key";
import {
  keyOfRetouching,
  NEUTRAL_TONE,
  NO_BEAUTIFY,
  NO_LOOK,
  retouchingOf,
  type Retouching,
} from "./retouching";
import { Thumbnails } from "./thumbnails";

/**
 * While a finger moves, a recipe is sent this long after the first change that the station has not
 * heard of: what the finger waits for is the photo, and its proof is asked for before.
 */
const SEND_AFTER_MS = 150;

/** Proofs are asked for in steps of this many pixels, so that a pinch does not ask for each. */
const PROOF_STEP_PX = 160;

/** The longest side a preview has. */
const MOST_PROOF_PX = 1600;

const UNTOUCHED: Retouching = { tone: NEUTRAL_TONE, look: NO_LOOK, beautify: NO_BEAUTIFY };

export class Editor {
  readonly proof = new LiveProof();
  readonly frame = new CropFrame(this.proof.element);
  readonly thumbnails = new Thumbnails();
  readonly #echoes = new Echoes();
  readonly #history = new History();
  readonly #straightening = new Straightening();
  #ui: Ui | undefined;
  #screen: ScreenOf<"edit"> | undefined;
  #recipe: Recipe | undefined;
  /** The recipe before the gesture that is under way. */
  #steady: Recipe | undefined;
  #changing = false;
  #comparing = false;
  /** The recipe that will be sent while the finger still moves. */
  #sending: ReturnType<typeof setTimeout> | undefined;
  #redrawing = false;
  /** What was last given to every photo. */
  #shared = "";

  /** Shows what the station knows, unless it is behind what the fingers have done. */
  show(ui: Ui, screen: ScreenOf<"edit">): void {
    const known = screen.line.recipe;
    if (this.#screen?.line.photo !== screen.line.photo) this.#open(known);
    this.#ui = ui;
    this.#screen = screen;
    this.proof.open(ui.photoUrl(screen.line.photo));
    const behind = this.#changing || this.frame.isHeld || this.#echoes.isBehind(known, now());
    if (!behind) this.#recipe = this.#steady = known;
    this.#draw();
  }

  /** The editor was left: nothing of the photo stays, and the next one begins afresh. */
  close(): void {
    if (this.#screen === undefined) return;
    this.#screen = undefined;
    this.#cancelSending();
    this.frame.release();
    this.proof.close();
    this.thumbnails.forget();
  }

  #open(recipe: Recipe): void {
    this.#echoes.forget();
    this.#history.forget();
    this.#straightening.forget();
    this.#cancelSending();
    this.frame.release();
    this.#changing = this.#comparing = false;
    this.#recipe = this.#steady = recipe;
    this.#shared = "";
  }

  get line(): Line {
    return this.#opened.line;
  }

  /** The recipe in hand, ahead of the station while fingers move. */
  get recipe(): Recipe {
    return this.#recipe ?? this.line.recipe;
  }

  get photo(): Size {
    return { width: this.line.width_px, height: this.line.height_px };
  }

  get canUndo(): boolean {
    return this.#history.reaches(this.recipe);
  }

  get isComparing(): boolean {
    return this.#comparing;
  }

  /** Whether all photos were given what this one has now. */
  get isShared(): boolean {
    return this.#shared === sharedKey(this.recipe);
  }

  /** While a finger moves: shown at once, sent a little later. */
  change(difference: Partial<Recipe>): void {
    this.#changing = true;
    this.#recipe = { ...this.recipe, ...difference };
    this.#draw();
    this.#redraw();
    this.#sending ??= setTimeout(() => this.#send(), SEND_AFTER_MS);
  }

  /** The same for the tilt, under which the crop shrinks as far as it must. */
  straighten(value: Straighten): void {
    this.change(this.#straightening.straightened(this.recipe, value, this.photo));
  }

  /** The finger has lifted: the change is a step that can be undone. */
  settle(): void {
    this.#changing = false;
    this.#step();
    this.#send();
    this.#redraw();
  }

  /** A change of one touch. */
  set(difference: Partial<Recipe>): void {
    this.change(difference);
    this.settle();
  }

  /** Another border or fit: the station cuts the photo anew, so its answer is waited for. */
  recut(difference: Partial<Recipe>): void {
    this.#ask({ command: "set_recipe", recipe: { ...this.recipe, ...difference } });
  }

  rotate(): void {
    this.#ask({ command: "rotate" });
  }

  reset(): void {
    this.#ask({ command: "reset_recipe" });
  }

  undo(): void {
    const before = this.#history.pop(this.recipe);
    if (before === undefined) return;
    this.#recipe = this.#steady = before;
    this.restore(before);
    this.#echoes.sent(before, now());
    this.#draw();
    this.#redraw();
  }

  /** Sends a recipe of before. A border or fit of its own is cut anew first and then as it was. */
  restore(recipe: Recipe): void {
    const known = this.line.recipe;
    const recut = known.border_mm !== recipe.border_mm || known.fit !== recipe.fit;
    this.#ui?.send({ command: "set_recipe", recipe });
    if (recut) this.#ui?.send({ command: "set_recipe", recipe });
  }

  shareWithAll(): void {
    this.#shared = sharedKey(this.recipe);
    this.#ui?.send({ command: "apply_to_all" });
    this.#redraw();
  }

  /** Shows the photo without its retouching for as long as a button is held. */
  compare(comparing: boolean): void {
    if (this.#comparing === comparing) return;
    this.#comparing = comparing;
    this.#draw();
    this.#redraw();
  }

  get #opened(): ScreenOf<"edit"> {
    if (this.#screen === undefined) throw new Error("no photo is open in the editor");
    return this.#screen;
  }

  #ask(command: Command): void {
    this.#step();
    this.#history.push(this.recipe);
    this.#ui?.send(command);
  }

  #step(): void {
    const [before, present] = [this.#steady, this.recipe];
    if (before !== undefined && keyOf(before) !== keyOf(present)) this.#history.push(before);
    this.#steady = present;
  }

  #send(): void {
    this.#cancelSending();
    const recipe = this.recipe;
    if (!this.#echoes.isNews(recipe, this.line.recipe)) return;
    this.#echoes.sent(recipe, now());
    this.#ui?.send({ command: "set_recipe", recipe });
  }

  /** Nothing is sent later of itself. */
  #cancelSending(): void {
    clearTimeout(this.#sending);
    this.#sending = undefined;
  }

  #draw(): void {
    const [ui, screen] = [this.#ui, this.#screen];
    if (ui === undefined || screen === undefined) return;
    const recipe = this.recipe;
    const { paper_width, paper_height, bleed } = screen;
    this.frame.show({
      label: ui.words.edit.frame,
      photo: this.photo,
      recipe,
      paper: {
        short: Math.min(paper_width, paper_height),
        long: Math.max(paper_width, paper_height),
      },
      bleed,
      hold: ui.latest().tools === "crop" && recipe.fit === "fill" ? "loose" : "fixed",
      change: (crop) => this.change({ crop }),
      settle: () => this.settle(),
      laidOut: () => this.#draw(),
    });
    const shown = this.frame.shownSide;
    if (shown === undefined) return;
    const side = Math.min(MOST_PROOF_PX, Math.ceil(shown / PROOF_STEP_PX) * PROOF_STEP_PX);
    const retouching = this.#comparing ? UNTOUCHED : retouchingOf(recipe);
    this.proof.show(ui.proofUrl(screen.line.photo, retouching, side));
  }

  /** Draws the tools again, once a frame however often a finger moves. */
  #redraw(): void {
    if (this.#redrawing) return;
    this.#redrawing = true;
    requestAnimationFrame(() => {
      this.#redrawing = false;
      this.#ui?.redraw();
    });
  }
}

function sharedKey(recipe: Recipe): string {
  return `${recipe.fit} ${recipe.border_mm} ${keyOfRetouching(recipe)}`;
}

function now(): number {
  return performance.now();
}
