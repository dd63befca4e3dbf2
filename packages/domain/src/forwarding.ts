import { type Effect, save } from "./decision.ts";
import type { Former } from "./former.ts";
import { MINUTES_OF } from "./holding.ts";
import { showNumber } from "./phoneNumber.ts";
import { phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import { forwardOver } from "./renewals.ts";
import type { NumberData } from "./tracking.schema.ts";
import { BILLING, type Drawn, type Prepaid } from "./usage.ts";

/** How a number stood until it was forwarded no more. */
export interface FormerForward extends Former<Pick<NumberData, "e164" | "kind" | "standing">> {
  id: string;
}

/** Prepaid minutes of a number: at work where it is still forwarded, over where there is only what was. */
export interface Forward extends Prepaid {
  id: string;
  atWork: Doc<NumberData> | null;
}

/** What is left of prepaid minutes, number by number, each for the time in which its calls were forwarded. */
export function forwardsOf(numbers: readonly Doc<NumberData>[], former: readonly FormerForward[]): Forward[] {
  const of = (id: string, data: FormerForward["data"], over: number, atWork: Doc<NumberData> | null): Forward[] => {
    const { standing, e164: number, kind } = data;
    if (standing.is !== "forwarded") return [];
    const { since: from, left } = standing;
    return [{ id, atWork, number, kind: MINUTES_OF[kind], from, until: Math.min(standing.until, over), left }];
  };
  return [
    ...numbers.flatMap((number) => of(number.id, number.data, Infinity, number)),
    ...former.flatMap(({ id, until, data }) => of(id, data, until, null)),
  ];
}

/** What a batch has drawn: a forward whose minutes are used up is over, and the carrier gets the number back. */
export function drawMinutes(drawn: Drawn, newId: () => string, now: number): Effect[] {
  return forwardsIn(drawn).flatMap(({ atWork, used }) => {
    if (atWork?.data.standing.is !== "forwarded" || used === 0) return [];
    const { standing, e164 } = atWork.data;
    const left = standing.left - used;
    if (left <= 0) return forwardOver(atWork, newId(), now);
    const action = phrase("lifecycle.didUse", { number: showNumber(e164) });
    const data: NumberData = { ...atWork.data, standing: { ...standing, left } };
    return [save("number", atWork, data, { action, actor: BILLING, log: "activity" })];
  });
}

/** What is left then of forwards that are over: of those from before, and of those that end with this batch. */
export const leftBehind = (drawn: Drawn): (Pick<Forward, "id" | "from"> & { left: number })[] =>
  forwardsIn(drawn).flatMap(({ id, from, left, used, atWork }) =>
    used > 0 && (atWork === null || used >= left) ? [{ id, from, left: left - used }] : [],
  );

/** Whatever was drawn from was handed in as forwards. */
const forwardsIn = (drawn: Drawn) => [...drawn].map(([one, used]) => ({ ...(one as Forward), used }));
