import { type Effect, save } from "./decision.ts";
import { MINUTES_OF } from "./holding.ts";
import { showNumber } from "./phoneNumber.ts";
import { phrase } from "./phrase.ts";
import type { Doc } from "./record.ts";
import { forwardOver } from "./renewals.ts";
import type { NumberData } from "./tracking.schema.ts";
import type { Instant } from "./time.ts";
import { BILLING, type Drawn, type Prepaid } from "./usage.ts";

/** The prepaid minutes that are left of each number, as a meter names it. */
export const prepaidOf = (numbers: readonly Doc<NumberData>[]): Map<string, Prepaid> =>
  new Map(
    numbers.flatMap(({ data: { e164, kind, standing } }): [string, Prepaid][] => {
      if (standing.is !== "forwarded") return [];
      const { since: from, until, left } = standing;
      return [[e164, { kind: MINUTES_OF[kind], from, until, left }]];
    }),
  );

/** What a batch has drawn: a forward whose minutes are used up is over, and the carrier gets the number back. */
export function drawMinutes(
  numbers: readonly Doc<NumberData>[],
  drawn: Drawn,
  newId: () => string,
  now: Instant,
): Effect[] {
  return numbers.flatMap((number) => {
    const { standing, e164 } = number.data;
    const used = drawn.get(e164) ?? 0;
    if (standing.is !== "forwarded" || used === 0) return [];
    const left = standing.left - used;
    if (left <= 0) return forwardOver(number, newId(), now);
    const action = phrase("lifecycle.didUse", { number: showNumber(e164) });
    const data: NumberData = { ...number.data, standing: { ...standing, left } };
    return [save("number", number, data, { action, actor: BILLING, log: "activity" })];
  });
}
