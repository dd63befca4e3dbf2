import { dayIn, weekdayOf } from "@callboard/domain/core/calendar";
import { DAY, HOUR, type Instant, MINUTE } from "@callboard/domain/core/time";
import { sliceCode } from "@callboard/domain/core/text/text";
import type { SeedContext, SeedEvent } from "./seedContext.ts";
import type { DemoAccount } from "../features/demo/people.ts";
import { seededRandom } from "./random.ts";

/** Calls per working day; a fifth of them at weekends. */
const CALLS: Partial<Record<DemoAccount, { calls: number; numbers: readonly string[] }>> = {
  northwind: { calls: 16, numbers: ["+12125550103", "+12125550107", "+12125550110", "+13125550120", "+18885550160"] },
  parkside: { calls: 9, numbers: ["+13125550164", "+13125550168"] },
  solo: { calls: 4, numbers: ["+493023125037"] },
};
const TOLL_FREE = "+18885550160";
const WEEKEND = [6, 7];
const CALLERS = ["Lee", "Ortega", "Novak", "Okafor", "Brandt", "Silva", "Haddad", "Moreau"];

/** The usage that the phone system's meter reports each evening, and the fees due each night. */
export function monthOfUsage(end: Instant, days: number): SeedEvent[] {
  const random = seededRandom(11);
  const meters = new Map<DemoAccount, string>();
  const seedEvents: SeedEvent[] = [];
  for (let day = days; day >= 1; day -= 1) {
    const at = Math.floor((end - day * DAY) / DAY) * DAY + 22 * HOUR;
    if (at >= end) continue;
    for (const account of Object.keys(CALLS) as DemoAccount[]) {
      const events = usageOfDay(account, at, random);
      seedEvents.push({
        at,
        run: async (context) => (await meterOf(context, meters, account)).balance.recordUsage({ events }),
      });
    }
    seedEvents.push({ at: at + 3 * HOUR < end ? at + 3 * HOUR : at, run: (context) => context.runBilling() });
  }
  return seedEvents;
}

/** The caller that reports an account's usage, with a key that is created the first time. */
async function meterOf(context: SeedContext, meters: Map<DemoAccount, string>, account: DemoAccount) {
  const existing = meters.get(account);
  const input = { account: context.accounts.get(account)!, name: "Usage meter" };
  const secret = existing ?? (await context.clientFor("otto@callboard.demo").access.createMeterKey(input)).secret;
  meters.set(account, secret);
  return context.clientWith(secret, account);
}

function usageOfDay(account: DemoAccount, at: Instant, random: () => number) {
  const { calls, numbers } = CALLS[account]!;
  const isWeekend = WEEKEND.includes(weekdayOf(dayIn(at, "UTC")));
  const count = Math.max(1, Math.round((calls * (0.7 + random() * 0.6)) / (isWeekend ? 5 : 1)));
  const date = sliceCode(new Date(at).toISOString(), 0, 10);
  const callEvents = Array.from({ length: count }, (_, index) => {
    const number = numbers[Math.floor(random() * numbers.length)]!;
    return {
      id: `call-${account}-${date}-${index}`,
      kind: number === TOLL_FREE ? "toll-free minutes" : "minutes",
      quantity: Math.ceil(random() * 9),
      at: at - 9 * HOUR + Math.floor((index / count) * 8 * HOUR) + Math.floor(random() * 20) * MINUTE,
      number,
      description: `from ${CALLERS[Math.floor(random() * CALLERS.length)]}`,
    };
  });
  const textMessages = {
    id: `texts-${account}-${date}`,
    kind: "messages",
    quantity: 1 + Math.floor(random() * 6),
    at: at - HOUR,
  };
  return [...callEvents, textMessages];
}
