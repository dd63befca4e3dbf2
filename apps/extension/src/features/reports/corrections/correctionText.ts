import { dayIn } from "@callboard/domain/core/calendar";
import type { Outputs } from "../../../data/api.ts";
import { clockTime, dayAndTime, type Locale } from "../../../shared/timeText.ts";
import { reports } from "../../../texts/en/reports.ts";
import { format } from "../../../texts/format.ts";

const texts = reports.corrections;

export type Correction = Outputs["reports"]["corrections"]["corrections"][number];

/** `17 Mar, 09:30 – 10:00`, with the second day if it is another one. */
export function spanText({ from, to }: Pick<Correction, "from" | "to">, locale: Locale): string {
  const isSameDay = dayIn(from, locale.zone) === dayIn(to, locale.zone);
  return format(texts.span, {
    from: dayAndTime(from, locale),
    to: isSameDay ? clockTime(to, locale) : dayAndTime(to, locale),
  });
}

/** What became of it, in one sentence. */
export function outcomeText({ state, by, answer }: Correction): string | null {
  if (state === "waiting" || state === "withdrawn" || by === null) return null;
  const decided = format(state === "accepted" ? texts.acceptedBy : texts.rejectedBy, { name: by });
  return answer === null ? decided : format(texts.withAnswer, { decided, answer });
}
