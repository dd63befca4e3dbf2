import type { Actor } from "../core/actor.ts";
import { type Effect, save } from "../core/effect.ts";
import { type RequestOutcome, type ProviderRequest, request } from "../core/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { message, type Phrase } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { NumberData } from "./schema.ts";
import type { NumberStateData } from "./types.ts";
import { DAY, type Instant } from "../core/time.ts";

/** The input of a release. Without `was` the number was never added to the account. */
interface ReleaseRequestData {
  shown: string;
  was?: NumberStateData;
}

/**
 * Releases a number to the carrier. Throws, naming the state, if it is being ported, held, being released or released.
 */
export function releaseNumber(
  number: Doc<NumberData>,
  errand: string,
  { version, shown }: { version: number; shown: string },
  by: Actor,
  now: Instant,
): Effect[] {
  const { standing: was, name, e164 } = number.data;
  if (version !== number.version)
    fail("conflict", "record.changedMeanwhile", { name, version: number.version }, "version");
  if (was.is === "released") fail("conflict", "errands.releasedAlready", { number: shown });
  if (was.is !== "active") fail("conflict", `errands.cannotRelease-${was.is}`, { number: shown });
  const wanted = { what: "release number", about: e164, record: number.id, input: { shown, was } } as const;
  const action = message("errands.didRelease", { number: shown });
  return [
    save("number", number, { ...number.data, standing: { is: "releasing", since: now } }, { action }),
    ...request(number.account, errand, wanted, by, now),
  ];
}

/** The carrier took it back. The number is free for the next buyer; its history stays. */
export function settleRelease(request: ProviderRequest, number: Doc<NumberData> | null, now: Instant): RequestOutcome {
  const { shown, was } = request.data.input as unknown as ReleaseRequestData;
  const said = { actor: request.data.by, action: message("errands.didGiveBack", { number: shown }) };
  const data = { standing: { is: "released", since: now }, renewsAt: null, graceUntil: null } as const;
  return {
    state: "settled",
    why: message(was ? "errands.released" : "errands.gaveBack", { number: shown }),
    effects: isReleasing(number) ? [save("number", number, { ...number.data, ...data }, said)] : [],
  };
}

/** The facts for a declined release. `spare`: the id of the next request. */
export interface DeclinedReleaseFacts {
  number: Doc<NumberData> | null;
  canceled: boolean;
  spare: string;
}

/**
 * The carrier refused and keeps serving it. If the account still uses it, its former state is restored. If nobody does
 * (the account is canceled, the hold has ended, or it was never added), it is released again tomorrow.
 */
export function declineRelease(
  errand: ProviderRequest,
  { number, canceled, spare }: DeclinedReleaseFacts,
  why: Phrase,
  now: Instant,
): RequestOutcome {
  const { what, about, record, by, input } = errand.data;
  const { shown, was } = input as unknown as ReleaseRequestData;
  const isOurs = record === null || isReleasing(number);
  if (isOurs && (canceled || was === undefined || was.is === "held" || was.is === "forwarded")) {
    const later = { at: now + DAY, why: message("errands.keepsYet", { number: shown, next: now + DAY }) };
    const effects = request(errand.account, spare, { what, about, record, input, later }, by, now);
    return { state: "declined", why: later.why, effects };
  }
  const said = { actor: by, action: message("errands.didKeep", { number: shown }) };
  return {
    state: "declined",
    why,
    effects: was && isReleasing(number) ? [save("number", number, { ...number.data, standing: was }, said)] : [],
  };
}

const isReleasing = (number: Doc<NumberData> | null): number is Doc<NumberData> =>
  number?.data.standing.is === "releasing";
