import type { Actor } from "../core/actor.ts";
import { type Effect, save } from "../core/effect.ts";
import { type RequestOutcome, type ProviderRequest, request } from "../core/provider-request/providerRequest.ts";
import { fail } from "../core/failure.ts";
import { message, type Message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import type { NumberData } from "./schema.ts";
import type { NumberStateData } from "./types.ts";
import { DAY, type Instant } from "../core/time.ts";
import { checkVersion } from "../core/version.ts";

/** The input of a release. Without `stateBefore` the number was never added to the account. */
export interface ReleaseRequestData {
  /** The number, formatted for people. */
  display: string;
  stateBefore?: NumberStateData;
}

/** The input of a release request, the same whoever asks for the release. */
export const releaseInput = (display: string, stateBefore?: NumberStateData): ReleaseRequestData =>
  stateBefore === undefined ? { display } : { display, stateBefore };

/**
 * Releases a number to the carrier. Throws, naming the state, if it is being ported, held, being released or released.
 */
export function releaseNumber(
  number: Doc<NumberData>,
  requestId: string,
  { version, shown }: { version: number; shown: string },
  by: Actor,
  now: Instant,
): Effect[] {
  const { state, name, e164 } = number.data;
  checkVersion(number, version, name);
  if (state.is === "released") fail("conflict", "numbers.releasedAlready", { number: shown });
  if (state.is !== "active") fail("conflict", `numbers.cannotRelease-${state.is}`, { number: shown });
  const spec = {
    type: "release number",
    subject: e164,
    recordId: number.id,
    input: { ...releaseInput(shown, state) },
  } as const;
  const action = message("numbers.didRelease", { number: shown });
  return [
    save("number", number, { ...number.data, state: { is: "releasing", since: now } }, { action }),
    ...request(number.account, requestId, spec, by, now),
  ];
}

/** The carrier took it back. The number is free for the next buyer; its history stays. */
export function settleRelease(request: ProviderRequest, number: Doc<NumberData> | null, now: Instant): RequestOutcome {
  const { display, stateBefore } = request.data.input as unknown as ReleaseRequestData;
  const metadata = {
    actor: request.data.requestedBy,
    action: message("numbers.didReturnToCarrier", { number: display }),
  };
  const data = { state: { is: "released", since: now }, renewsAt: null, graceUntil: null } as const;
  return {
    state: "settled",
    why: message(stateBefore ? "numbers.released" : "numbers.returnedToCarrier", { number: display }),
    effects: isReleasing(number) ? [save("number", number, { ...number.data, ...data }, metadata)] : [],
  };
}

/** The facts for a declined release. `nextRequestId`: for trying again. */
export interface DeclinedReleaseFacts {
  number: Doc<NumberData> | null;
  canceled: boolean;
  nextRequestId: string;
}

/**
 * The carrier refused and keeps serving it. If the account still uses it, its former state is restored. If nobody does
 * (the account is canceled, the hold has ended, or it was never added), it is released again tomorrow.
 */
export function declineRelease(
  declined: ProviderRequest,
  { number, canceled, nextRequestId }: DeclinedReleaseFacts,
  why: Message,
  now: Instant,
): RequestOutcome {
  const { type, subject, recordId, requestedBy, input } = declined.data;
  const { display, stateBefore } = input as unknown as ReleaseRequestData;
  // Unless the record's state has changed in the meantime.
  const isStillReleasing = recordId === null || isReleasing(number);
  if (
    isStillReleasing &&
    (canceled || stateBefore === undefined || stateBefore.is === "held" || stateBefore.is === "forwarded")
  ) {
    const retry = { at: now + DAY, why: message("numbers.releaseDeferred", { number: display, next: now + DAY }) };
    const effects = request(
      declined.account,
      nextRequestId,
      { type, subject, recordId, input, notBefore: retry },
      requestedBy,
      now,
    );
    return { state: "declined", why: retry.why, effects };
  }
  const metadata = { actor: requestedBy, action: message("numbers.didKeep", { number: display }) };
  return {
    state: "declined",
    why,
    effects:
      stateBefore && isReleasing(number)
        ? [save("number", number, { ...number.data, state: stateBefore }, metadata)]
        : [],
  };
}

const isReleasing = (number: Doc<NumberData> | null): number is Doc<NumberData> =>
  number?.data.state.is === "releasing";
