import type { Screen } from "../../shared/bindings/Screen";

/** The facts of one kind of screen. */
export type ScreenOf<Name extends Screen["screen"]> = Extract<Screen, { screen: Name }>;
