import type { Country } from "@callboard/domain/numbers/phoneNumber";
import * as z from "zod/mini";
import { IndefiniteAnswer } from "../indefiniteAnswer.ts";

/** A number that the carrier offers. `region`: its area as people know it, such as `Austin, Texas`. */
export interface NumberOffer {
  number: string;
  country: Country;
  kind: "local" | "toll-free";
  region: string;
}

export interface OfferQuery {
  country: Country;
  kind: NumberOffer["kind"];
  /** Digits that the number contains; empty for any. */
  digits: string;
  limit: number;
}

/** `number` in E.164. The same `key` is the same order, however often it is sent. */
export interface CarrierOrder {
  number: string;
  key: string;
}

/** Why a carrier declines. `taken`: somebody else has the number. `first term`: its minimum term isn't over. */
const DECLINE_REASONS = ["taken", "address needed", "first term", "other"] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

const answerSchema = z.discriminatedUnion("outcome", [
  /** Done. Also the answer to a release of a number that the carrier doesn't have: the goal is reached. */
  z.object({ outcome: z.literal("done") }),
  z.object({ outcome: z.literal("declined"), reason: z.enum(DECLINE_REASONS) }),
  /** Not accepted: too many requests. */
  z.object({ outcome: z.literal("busy") }),
  /** The key was never received: nothing was done. */
  z.object({ outcome: z.literal("not received") }),
  /** Accepted, not decided yet. */
  z.object({ outcome: z.literal("pending") }),
]);
export type CarrierAnswer = z.infer<typeof answerSchema>;

/** Parses the carrier's answer. Throws `IndefiniteAnswer` if it isn't one of the known answers. */
export function readAnswer(text: string): CarrierAnswer {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    throw new IndefiniteAnswer("unreadable");
  }
}

/** The phone platforms of an installation. They act for every account, without a key. */
export const PHONE_PLATFORMS = ["sandbox", "twilio"] as const;

/**
 * The port to a phone platform: it sells numbers, connects their calls, and ends a call when it is told to. Every method
 * may throw `IndefiniteAnswer`, or the signal's reason when it is aborted.
 */
export interface PhonePlatform {
  /** Also the actor of what the platform reports about the numbers of this installation. */
  readonly name: (typeof PHONE_PLATFORMS)[number];
  readonly countries: readonly Country[];
  /** The timeout of a request to the platform. */
  readonly timeoutMs: number;
  search(query: OfferQuery, signal: AbortSignal): Promise<NumberOffer[]>;
  buy(order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer>;
  release(order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer>;
  /** The outcome of the order with this key. */
  checkOrder(key: string, signal: AbortSignal): Promise<CarrierAnswer>;
  /** Ends a call in progress. `done` also if there is no such call any more: the goal is reached. */
  endCall(callId: string, signal: AbortSignal): Promise<CarrierAnswer>;
}
