import { dayIn, weekdayOf } from "@callboard/domain/core/calendar";
import { DAY, HOUR, MINUTE, type Instant } from "@callboard/domain/core/time";
import { seededRandom } from "./random.ts";
import { DEMO_PEOPLE, type DemoAccount } from "../features/demo/people.ts";
import type { SeedContext, SeedEvent } from "./seedContext.ts";

/** The people who take calls, once for each account. */
const agents = DEMO_PEOPLE.flatMap((person) =>
  person.memberships.filter(({ softphone }) => softphone).map(({ account }) => ({ email: person.email, account })),
);

/** Runs all events of the demo world in order: working days with status changes, then the team as people who try the demo find it. */
export async function runDemoEvents(
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
    for (const agent of agents) for (const event of workingDay(agent, midnight, random)) events.push(event);
  }
  for (const event of [...events, ...currentEvents(end)].sort((a, b) => a.at - b.at)) {
    context.setClock(event.at);
    await event.run(context);
  }
  context.setClock(end);
}

function workingDay(
  { email, account }: { email: string; account: DemoAccount },
  midnight: Instant,
  random: () => number,
): SeedEvent[] {
  const start = midnight + 13 * HOUR + random() * 40 * MINUTE;
  const statusChange = (at: Instant, name: string): SeedEvent => ({
    at: Math.floor(at),
    run: (context) =>
      context
        .clientFor(email, account)
        .agents.setStatus({ status: context.statuses.get(`${account}/${name}`) ?? name }),
  });
  return [
    statusChange(start, "available"),
    statusChange(start + (1.6 + random()) * HOUR, "Coffee"),
    statusChange(start + (3.4 + random()) * HOUR, "Lunch"),
    ...(random() < 0.5
      ? [statusChange(start + (5.4 + random()) * HOUR, "Meeting"), statusChange(start + 6.8 * HOUR, "available")]
      : []),
    statusChange(start + 8.2 * HOUR, "offline"),
  ];
}

/**
 * What happens shortly before people try the demo: one agent is available, one in a call, one at lunch. `minutes`:
 * before `end`.
 */
function currentEvents(end: Instant): SeedEvent[] {
  const statusChange = (
    minutes: number,
    email: string,
    account: DemoAccount,
    name: string,
    durationMinutes?: number,
  ): SeedEvent => ({
    at: end - minutes * MINUTE,
    run: (context) =>
      context.clientFor(email, account).agents.setStatus({
        status: context.statuses.get(`${account}/${name}`) ?? name,
        ...(durationMinutes ? { minutes: durationMinutes } : {}),
      }),
  });
  const phoneEvent = (minutes: number, email: string, event: "connected" | "inbound" | "wrap-up"): SeedEvent => ({
    at: end - minutes * MINUTE,
    run: (context) =>
      context
        .withKey("northwind")
        .calls.phoneEvent({ id: `demo-${email}-${minutes}`, person: context.people.get(email)!, event }),
  });
  const northwind = ["ava", "ben", "cleo", "finn", "milo", "dana"].map((name) => `${name}@callboard.demo`);
  return [
    ...northwind.map((email, index) => phoneEvent(100 + index, email, "connected")),
    ...northwind.map((email, index) => statusChange(90 - index * 3, email, "northwind", "available")),
    phoneEvent(6, "ben@callboard.demo", "inbound"),
    phoneEvent(9, "cleo@callboard.demo", "inbound"),
    phoneEvent(2, "cleo@callboard.demo", "wrap-up"),
    statusChange(12, "finn@callboard.demo", "northwind", "Lunch"),
    statusChange(25, "dana@callboard.demo", "northwind", "Meeting"),
    {
      at: end - 40 * MINUTE,
      run: async (context) => {
        const dana = context.clientFor("dana@callboard.demo", "northwind");
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
        context.clientFor("milo@callboard.demo", "northwind").agents.setStatusFor({
          person: context.people.get("finn@callboard.demo")!,
          status: context.statuses.get("northwind/Callbacks")!,
          reason: "covering support",
        }),
    },
  ];
}
