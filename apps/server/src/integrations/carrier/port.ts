import type { UnknownReason } from "@callboard/domain/core/providerRequest";
import type { Country } from "@callboard/domain/numbers/phoneNumber";
import * as z from "zod/mini";

/** A number that the carrier has to give. `region`: where people know it from, such as `Austin, Texas`. */
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

/** `number` in E.164. The same `key` is the same order, however often it comes. */
export interface CarrierOrder {
  number: string;
  key: string;
}

export const DECLINES = ["taken", "address needed", "first term", "other"] as const;

const answerSchema = z.discriminatedUnion("is", [
  /** Done. Of a release also where the number is not with the carrier: what was wanted is so. */
  z.object({ is: z.literal("done") }),
  z.object({ is: z.literal("declined"), reason: z.enum(DECLINES) }),
  /** Nothing was taken up: too many calls. */
  z.object({ is: z.literal("busy") }),
  /** The key never arrived: nothing was done. */
  z.object({ is: z.literal("unheard") }),
  /** Taken up, and not decided yet. */
  z.object({ is: z.literal("pending") }),
]);
export type CarrierAnswer = z.infer<typeof answerSchema>;

/** A call that ended without an answer. What became of the order can only be asked. */
export class NoAnswer extends Error {
  readonly because: UnknownReason;

  constructor(because: UnknownReason) {
    super(`no answer: ${because}`);
    this.because = because;
  }
}

/** What the carrier wrote back. Throws `NoAnswer` where that is not one of the answers that there are. */
export function readAnswer(text: string): CarrierAnswer {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    throw new NoAnswer("unreadable");
  }
}

/** The way to whoever rents out numbers. Every call may throw `NoAnswer`, or the signal's reason when it is aborted. */
export interface Carrier {
  readonly countries: readonly Country[];
  /** How long a call may take. */
  readonly patienceMs: number;
  search(wanted: OfferQuery, signal: AbortSignal): Promise<NumberOffer[]>;
  buy(order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer>;
  release(order: CarrierOrder, signal: AbortSignal): Promise<CarrierAnswer>;
  /** What became of the order with this key. */
  ask(key: string, signal: AbortSignal): Promise<CarrierAnswer>;
}
