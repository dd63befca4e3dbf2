import { dayIn, weekdayOf } from "@callboard/domain/core/calendar";
import { DAY, HOUR, MINUTE, type Instant } from "@callboard/domain/core/time";
import { seededRandom } from "./random.ts";
import { DEMO_PEOPLE, type DemoAccount } from "../features/demo/people.ts";
import type { SeedContext, SeedEvent } from "./seedContext.ts";

const agentSeats = DEMO_PEOPLE.flatMap((person) =>
  person.seats.filter((seat) => seat.softphone).map((seat) => ({ email: person.email, account: seat.account })),
);

/** Working days with status changes and a few calls, then the team as visitors find it. */
export async function monthOfActivity(
  context: SeedContext,
  end: Instant,
  days: number,
  otherEvents: readonly SeedEvent[],
): Promise<void> {
  const random = seededRandom(7);
  const events = [...otherEvents];
  for (let day = days; day >= 1; day -= 1) {
    const midnight = Math.floor((end - day * DAY) / DAY) * DAY;
    if ([6, 7].includes(weekdayOf(dayIn(midnight, "UTC")))) continue;
    for (const seat of agentSeats) for (const event of workingDay(seat, midnight, random)) events.push(event);
  }
  for (const event of [...events, ...currentEvents(end)].sort((a, b) => a.at - b.at)) {
    context.at(event.at);
    await event.run(context);
  }
  context.at(end);
}

function workingDay(
  { email, account }: { email: string; account: DemoAccount },
  midnight: Instant,
  random: () => number,
): SeedEvent[] {
  const start = midnight + 13 * HOUR + random() * 40 * MINUTE;
  const choose = (at: Instant, name: string): SeedEvent => ({
    at: Math.floor(at),
    run: (context) =>
      context
        .callerFor(email, account)
        .agents.setStatus({ status: context.statuses.get(`${account}/${name}`) ?? name }),
  });
  return [
    choose(start, "available"),
    choose(start + (1.6 + random()) * HOUR, "Coffee"),
    choose(start + (3.4 + random()) * HOUR, "Lunch"),
    ...(random() < 0.5
      ? [choose(start + (5.4 + random()) * HOUR, "Meeting"), choose(start + 6.8 * HOUR, "available")]
      : []),
    choose(start + 8.2 * HOUR, "offline"),
  ];
}

/** The last quarter of an hour: one agent is available, one in a call, one at lunch. */
function currentEvents(end: Instant): SeedEvent[] {
  const choose = (minutes: number, email: string, account: DemoAccount, name: string, length?: number): SeedEvent => ({
    at: end - minutes * MINUTE,
    run: (context) =>
      context.callerFor(email, account).agents.setStatus({
        status: context.statuses.get(`${account}/${name}`) ?? name,
        ...(length ? { minutes: length } : {}),
      }),
  });
  const phone = (minutes: number, email: string, event: "connected" | "inbound" | "wrap-up"): SeedEvent => ({
    at: end - minutes * MINUTE,
    run: (context) =>
      context
        .withKey("northwind")
        .calls.phoneEvent({ id: `demo-${email}-${minutes}`, person: context.people.get(email)!, event }),
  });
  const northwind = ["ava", "ben", "cleo", "finn", "milo", "dana"].map((name) => `${name}@callboard.demo`);
  return [
    ...northwind.map((email, index) => phone(100 + index, email, "connected")),
    ...northwind.map((email, index) => choose(90 - index * 3, email, "northwind", "available")),
    phone(6, "ben@callboard.demo", "inbound"),
    phone(9, "cleo@callboard.demo", "inbound"),
    phone(2, "cleo@callboard.demo", "wrap-up"),
    choose(12, "finn@callboard.demo", "northwind", "Lunch"),
    choose(25, "dana@callboard.demo", "northwind", "Meeting"),
    {
      at: end - 40 * MINUTE,
      run: async (context) => {
        const dana = context.callerFor("dana@callboard.demo", "northwind");
        const lunch = (await dana.agents.statuses()).find((status) => status.name === "Lunch")!;
        return dana.agents.defineStatus({
          id: lunch.id,
          version: lunch.version,
          name: "Lunch",
          color: lunch.color,
          icon: lunch.icon,
          takesCalls: false,
          defaultMinutes: 45,
          whenOver: "available",
        });
      },
    },
    {
      at: end - 70 * MINUTE,
      run: (context) =>
        context.callerFor("milo@callboard.demo", "northwind").agents.setStatusFor({
          person: context.people.get("finn@callboard.demo")!,
          status: context.statuses.get("northwind/Callbacks")!,
          reason: "covering support",
        }),
    },
  ];
}
