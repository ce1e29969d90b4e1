/** What the dashboard and this page say to each other; generated from `crates/wire`. */
export type { Admission } from "../shared/bindings/Admission";
export type { Join } from "../shared/bindings/Join";
export type { Label } from "../shared/bindings/Label";
export type { Language } from "../shared/bindings/Language";
export type { PhonePhoto } from "../shared/bindings/PhonePhoto";
export type { PhoneView } from "../shared/bindings/PhoneView";
export type { PhotoId } from "../shared/bindings/PhotoId";
export type { PhotoOutcome } from "../shared/bindings/PhotoOutcome";
export type { Refusal } from "../shared/bindings/Refusal";
export type { Sending } from "../shared/bindings/Sending";
export type { SessionId } from "../shared/bindings/SessionId";
export type { Stage } from "../shared/bindings/Stage";

/** The header that carries the phone's secret (`wire::phone::PHONE_HEADER`). */
export const PHONE_HEADER = "minilab-phone";
