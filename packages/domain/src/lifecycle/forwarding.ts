import { type Effect, save } from "../core/effect.ts";
import type { FormerValue } from "../core/formerValue.ts";
import { USAGE_KIND_OF } from "./holdCost.ts";
import { formatPhoneNumber } from "../numbers/phoneNumber.ts";
import { message } from "../core/message.ts";
import type { Doc } from "../core/record.ts";
import { endForwarding } from "../balance/renewals.ts";
import type { NumberData } from "../numbers/schema.ts";
import { BILLING_ACTOR, type UsedPrepaidMinutes, type PrepaidMinutes } from "../balance/usage.ts";

/** How a number stood until it was forwarded no more. */
export interface FormerForwarding extends FormerValue<Pick<NumberData, "e164" | "kind" | "standing">> {
  id: string;
}

/** Prepaid minutes of a number: at work where it is still forwarded, over where there is only what was. */
export interface ForwardedMinutes extends PrepaidMinutes {
  id: string;
  atWork: Doc<NumberData> | null;
}

/** What is left of prepaid minutes, number by number, each for the time in which its calls were forwarded. */
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

/** What a batch has drawn: a forward whose minutes are used up is over, and the carrier gets the number back. */
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

/** What is left then of forwards that are over: of those from before, and of those that end with this batch. */
export const remainingAfterEnd = (
  drawn: UsedPrepaidMinutes,
): (Pick<ForwardedMinutes, "id" | "from"> & { left: number })[] =>
  usedForwardings(drawn).flatMap(({ id, from, left, used, atWork }) =>
    used > 0 && (atWork === null || used >= left) ? [{ id, from, left: left - used }] : [],
  );

/** Whatever was drawn from was handed in as forwards. */
const usedForwardings = (drawn: UsedPrepaidMinutes) =>
  [...drawn].map(([one, used]) => ({ ...(one as ForwardedMinutes), used }));
