import type { Command } from "../shared/bindings/Command";
import type { PhotoId } from "../shared/bindings/PhotoId";
import type { View } from "../shared/bindings/View";
import type { Retouching } from "./edit/retouching";

/** Whoever owns the truth behind the screen: the station in the kiosk, a script in tests. */
export interface Host {
  /** Calls `show` with the present view, and with every later one. */
  start(show: (view: View) => void): Promise<void>;
  /** Passes on what a finger asked for. The answer, if there is one, is the next view. */
  send(command: Command): Promise<void>;
  /** Where the upright preview of a photo (longest side at most 1600 px) is loaded from. */
  photoUrl(photo: PhotoId): string;
  /**
   * Where the whole upright photo, retouched, is loaded from; its longer side is at most
   * `maxSide` pixels (and at most 1600).
   */
  proofUrl(photo: PhotoId, retouching: Retouching, maxSide: number): string;
}
