import type { Answer } from "@callboard/domain/errands";
import { phrase, type Phrase } from "@callboard/domain/phrase";
import type { CarrierAnswer, DECLINES } from "./port.ts";

const WHY: Record<(typeof DECLINES)[number], Phrase> = {
  taken: phrase("errands.gone"),
  "address needed": phrase("errands.addressNeeded"),
  "first term": phrase("errands.keeps"),
  other: phrase("errands.refused"),
};

/** What the carrier's answer means to an errand. */
export function heardFrom(answer: CarrierAnswer): Answer {
  if (answer.is === "declined") return { is: "declined", why: WHY[answer.reason] };
  return answer.is === "pending" ? { is: "unknown", because: "pending" } : answer;
}
