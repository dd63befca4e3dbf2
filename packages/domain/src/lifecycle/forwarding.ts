import { type Effect, save } from "../core/effect.ts";
import type { FormerValue } from "../core/formerValue.ts";
import { minuteUsageKindOf } from "../balance/minutes.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { endForwarding } from "../balance/renewals.ts";
import type { NumberData } from "../numbers/schema.ts";
import { BILLING_ACTOR, type UsedPrepaidMinutes, type PrepaidMinutes } from "../balance/usage.ts";

/** A number as it was until it was no longer forwarded. */
export interface FormerForwarding extends FormerValue<Pick<NumberData, "e164" | "kind" | "state">> {
  id: string;
}

/** A number's prepaid minutes: the current number while it is forwarded, or only its former state afterwards. */
export interface ForwardedMinutes extends PrepaidMinutes {
  id: string;
  activeNumber: Doc<NumberData> | null;
}

/** The remaining prepaid minutes by number, each for the period in which its calls were forwarded. */
export function forwardedMinutesOf(
  numbers: readonly Doc<NumberData>[],
  former: readonly FormerForwarding[],
): ForwardedMinutes[] {
  const minutesOf = (
    id: string,
    data: FormerForwarding["data"],
    endedAt: number,
    activeNumber: Doc<NumberData> | null,
  ): ForwardedMinutes[] => {
    const { state, e164: number, kind } = data;
    if (state.is !== "forwarded") return [];
    const { since: from, remaining } = state;
    return [
      {
        id,
        activeNumber,
        number,
        kind: minuteUsageKindOf(kind),
        from,
        until: Math.min(state.until, endedAt),
        remaining,
      },
    ];
  };
  return [
    ...numbers.flatMap((number) => minutesOf(number.id, number.data, Infinity, number)),
    ...former.flatMap(({ id, until, data }) => minutesOf(id, data, until, null)),
  ];
}

/**
 * Applies the minutes that a batch used: a forward without minutes left ends, and the number is released to the
 * carrier.
 */
export function applyForwardedMinutes(usedPrepaid: UsedPrepaidMinutes, newId: () => string, now: number): Effect[] {
  return usedForwardings(usedPrepaid).flatMap(({ activeNumber, used }) => {
    if (activeNumber?.data.state.is !== "forwarded" || used === 0) return [];
    const { state, e164 } = activeNumber.data;
    const remaining = state.remaining - used;
    if (remaining <= 0) return endForwarding(activeNumber, newId(), now);
    const action = message("lifecycle.didUseForwardedMinutes", { number: formatPhoneNumber(e164) });
    const data: NumberData = { ...activeNumber.data, state: { ...state, remaining } };
    return [save("number", activeNumber, data, { action, actor: BILLING_ACTOR, log: "activity" })];
  });
}

/** The prepaid minutes left on numbers no longer forwarded: ended before, or by this batch. In thousandths. */
export const remainingAfterEnd = (
  usedPrepaid: UsedPrepaidMinutes,
): (Pick<ForwardedMinutes, "id" | "from"> & { left: number })[] =>
  usedForwardings(usedPrepaid).flatMap(({ id, from, remaining, used, activeNumber }) =>
    used > 0 && (activeNumber === null || used >= remaining) ? [{ id, from, left: remaining - used }] : [],
  );

/** The cast is safe: the meter counts only minutes that came from `forwardedMinutesOf`. */
const usedForwardings = (usedPrepaid: UsedPrepaidMinutes) =>
  [...usedPrepaid].map(([minutes, used]) => ({ ...(minutes as ForwardedMinutes), used }));
