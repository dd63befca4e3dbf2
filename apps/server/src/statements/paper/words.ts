import { showDays, plainDay as dayWritten } from "@callboard/domain/time";
import { LANGUAGE } from "../../locale.ts";

/** `Nov 3, 2026` from the day itself. */
export const plainDay = (day: string): string => dayWritten(day, LANGUAGE);

/** `November 1 – 30, 2026` from days that belong to it. */
export const daySpan = (span: { first: string; last: string }): string => showDays(span, LANGUAGE, "long");

/** Letter in most of the Americas, A4 elsewhere. */
export const paperSize = (zone: string): "A4" | "LETTER" => (zone.startsWith("America/") ? "LETTER" : "A4");
