import type { ProviderAnswer } from "@callboard/domain/core/provider-request/providerRequest";
import { message, type Message } from "@callboard/domain/core/message";
import type { CarrierAnswer, DeclineReason } from "../../integrations/carrier/port.ts";

const DECLINE_MESSAGES: Record<DeclineReason, Message> = {
  taken: message("numbers.noLongerAvailable"),
  "address needed": message("numbers.addressNeeded"),
  "first term": message("numbers.releaseDeclined"),
  other: message("numbers.carrierDeclined"),
};

/** The carrier's answer as the outcome of a provider request. */
export function requestAnswerFrom(answer: CarrierAnswer): ProviderAnswer {
  if (answer.outcome === "declined") return { outcome: "declined", why: DECLINE_MESSAGES[answer.reason] };
  return answer.outcome === "pending" ? { outcome: "unknown", reason: "pending" } : answer;
}
