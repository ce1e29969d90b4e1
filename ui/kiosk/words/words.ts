import type { Catalogue, Translation } from "../../shared/catalogue";
import { en } from "./en";
import { zh } from "./zh";

/** The kiosk's sentences in one language. */
export type Words = Translation<typeof en>;

export const catalogue: Catalogue<typeof en> = { en, zh };
