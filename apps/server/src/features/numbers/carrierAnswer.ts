import type { ProviderAnswer } from "@callboard/domain/core/providerRequest";
import { message, type Phrase } from "@callboard/domain/core/message";
import type { CarrierAnswer, DECLINES } from "../../integrations/carrier/port.ts";

const DECLINE_MESSAGES: Record<(typeof DECLINES)[number], Phrase> = {
  taken: message("errands.gone"),
  "address needed": message("errands.addressNeeded"),
  "first term": message("errands.keeps"),
  other: message("errands.refused"),
};

/** The carrier's answer as the outcome of a provider request. */
export function requestAnswerFrom(answer: CarrierAnswer): ProviderAnswer {
  if (answer.is === "declined") return { is: "declined", why: DECLINE_MESSAGES[answer.reason] };
  return answer.is === "pending" ? { is: "unknown", because: "pending" } : answer;
}
