import { type Effect, save } from "../core/effect.ts";
import type { FormerValue } from "../core/formerValue.ts";
import { USAGE_KIND_OF } from "./holdCost.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { endForwarding } from "../balance/renewals.ts";
import type { NumberData } from "../numbers/schema.ts";
import { BILLING_ACTOR, type UsedPrepaidMinutes, type PrepaidMinutes } from "../balance/usage.ts";

/** A number's state until its forwarding ended. */
export interface FormerForwarding extends FormerValue<Pick<NumberData, "e164" | "kind" | "standing">> {
  id: string;
}

/** A number's prepaid minutes: the current number while it is forwarded, or only its former state afterwards. */
export interface ForwardedMinutes extends PrepaidMinutes {
  id: string;
  atWork: Doc<NumberData> | null;
}

/** The remaining prepaid minutes by number, each for the period in which its calls were forwarded. */
export function forwardedMinutesOf(
  numbers: readonly Doc<NumberData>[],
  former: readonly FormerForwarding[],
): ForwardedMinutes[] {
  const of = (
    id: string,
    data: FormerForwarding["data"],
    over: number,
    atWork: Doc<NumberData> | null,
  ): ForwardedMinutes[] => {
    const { standing, e164: number, kind } = data;
    if (standing.is !== "forwarded") return [];
    const { since: from, left } = standing;
    return [{ id, atWork, number, kind: USAGE_KIND_OF[kind], from, until: Math.min(standing.until, over), left }];
  };
  return [
    ...numbers.flatMap((number) => of(number.id, number.data, Infinity, number)),
    ...former.flatMap(({ id, until, data }) => of(id, data, until, null)),
  ];
}

/**
 * Applies the minutes that a batch used: a forward without minutes left ends, and the number is released to the
 * carrier.
 */
export function useForwardedMinutes(drawn: UsedPrepaidMinutes, newId: () => string, now: number): Effect[] {
  return usedForwardings(drawn).flatMap(({ atWork, used }) => {
    if (atWork?.data.standing.is !== "forwarded" || used === 0) return [];
    const { standing, e164 } = atWork.data;
    const left = standing.left - used;
    if (left <= 0) return endForwarding(atWork, newId(), now);
    const action = message("lifecycle.didUse", { number: formatPhoneNumber(e164) });
    const data: NumberData = { ...atWork.data, standing: { ...standing, left } };
    return [save("number", atWork, data, { action, actor: BILLING_ACTOR, log: "activity" })];
  });
}

/** The minutes left on ended forwards, both earlier ones and those that this batch ends. */
export const remainingAfterEnd = (
  drawn: UsedPrepaidMinutes,
): (Pick<ForwardedMinutes, "id" | "from"> & { left: number })[] =>
  usedForwardings(drawn).flatMap(({ id, from, left, used, atWork }) =>
    used > 0 && (atWork === null || used >= left) ? [{ id, from, left: left - used }] : [],
  );

/** The entries were passed in as forwards. */
const usedForwardings = (drawn: UsedPrepaidMinutes) =>
  [...drawn].map(([one, used]) => ({ ...(one as ForwardedMinutes), used }));
