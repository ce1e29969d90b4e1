import type { Command } from "../shared/bindings/Command";
import type { Language } from "../shared/bindings/Language";
import type { PhotoId } from "../shared/bindings/PhotoId";
import type { Recipe } from "../shared/bindings/Recipe";
import type { Retouching } from "./edit/retouching";
import type { Words } from "./words/words";

/**
 * How the screen stands: portrait stacks, landscape splits, and one that is hardly wider than high
 * splits with fewer things beside each other.
 */
export type Layout = "portrait" | "landscape" | "square";

/** What lies over the screen and concerns nobody but the screen. */
export type Sheet = "none" | "help" | "phone" | "password" | "code";

/** The lists that page sideways. */
export type Paged = "collect" | "sizes" | "review";

/** The technician's password on its way through the on-screen keyboard. */
export interface PasswordEntry {
  readonly text: string;
  readonly keys: "small" | "capital" | "signs";
  readonly state: "typing" | "checking" | "wrong";
}

/** The groups of tools in the editor. */
export type ToolGroup = "crop" | "light" | "looks" | "beauty" | "border";

/** What only the screen knows and nobody misses when it is gone. */
export interface Local {
  readonly sheet: Sheet;
  /** The page shown of each list, from 0. */
  readonly page: Readonly<Record<Paged, number>>;
  /** From which side the shown page came, for its motion. */
  readonly cameFrom: "left" | "right";
  readonly password: PasswordEntry;
  /** The discount code on its way through the on-screen keyboard. */
  readonly code: string;
  /** With which recipe the open editor began, so that Back can take everything back. */
  readonly recipeBefore: Recipe | null;
  /** Which tools the editor shows. */
  readonly tools: ToolGroup;
  /** Which of the sliders under "Light". */
  readonly sliders: "light" | "colour";
  /** How many photos the order had when it was last seen. */
  readonly ordered: number;
}

/** Everything a screen is drawn with, besides the View. */
export interface Ui {
  readonly words: Words;
  readonly language: Language;
  readonly layout: Layout;
  readonly local: Local;
  /** Sends a wish to the station. */
  send(command: Command): void;
  /** Changes what only the screen knows, and draws again. */
  change(change: Partial<Local>): void;
  /** What only the screen knows at this moment, for what answers later than it was drawn. */
  latest(): Local;
  /** Where a photo's preview is loaded from. */
  photoUrl(photo: PhotoId): string;
  /** Where a photo, retouched by its recipe, is loaded from for a small print of it. */
  printUrl(photo: PhotoId, recipe: Recipe): string;
  /** The same at a size of its own, and for retouching alone. */
  proofUrl(photo: PhotoId, retouching: Retouching, maxSide: number): string;
  /** Draws again, for what arrives by itself (a picture's size). */
  redraw(): void;
}

/** An empty entry. */
export const NO_PASSWORD: PasswordEntry = { text: "", keys: "small", state: "typing" };

/** What a fresh visit begins with. */
export const FRESH: Local = {
  sheet: "none",
  page: { collect: 0, sizes: 0, review: 0 },
  cameFrom: "right",
  password: NO_PASSWORD,
  code: "",
  recipeBefore: null,
  tools: "crop",
  sliders: "light",
  ordered: 0,
};
