import type { PhotoId, Refusal } from "./wire";

/** Why a photo is not printed: the kiosk's reasons, and the one only the phone can have. */
export type Reason = Refusal | "unreadable";

/** How far a photo has come. */
export type Progress =
  | { readonly step: "waiting" }
  | { readonly step: "preparing" }
  /** `part` of its bytes, 0 to 1, have left the phone. */
  | { readonly step: "sending"; readonly part: number }
  /** The line broke; it is tried again by itself. */
  | { readonly step: "retrying" }
  /** At the dashboard; the kiosk has not shown it yet. */
  | { readonly step: "sent" }
  | { readonly step: "shown" }
  /** Never printed. */
  | { readonly step: "refused"; readonly reason: Reason }
  /** Given up for now; the customer may try again. */
  | { readonly step: "failed" };

/** One photo of this phone. */
export interface Photo {
  readonly id: PhotoId;
  /** The file's name; empty for a photo sent before the page was reloaded. */
  readonly name: string;
  /** The file, until it has been sent. */
  file: File | undefined;
  /** Object URL of a small copy. */
  thumbnail: string | undefined;
  progress: Progress;
}

/** Whether the photo still has to leave the phone, by itself. */
export function isUnsent({ progress }: Photo): boolean {
  switch (progress.step) {
    case "waiting":
    case "preparing":
    case "sending":
    case "retrying":
      return true;
    case "sent":
    case "shown":
    case "refused":
    case "failed":
      return false;
  }
}

/** Whether the photo can be printed, as far as anyone has said. */
export function isWanted({ progress }: Photo): boolean {
  return progress.step !== "refused";
}

/** Whether the customer is asked to try again. */
export function hasFailed({ progress }: Photo): boolean {
  return progress.step === "failed";
}
