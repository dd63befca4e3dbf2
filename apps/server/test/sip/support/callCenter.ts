import type { NumberData } from "@callboard/domain/numbers/schema";
import { expect } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { listen, openTestApp, SECOND } from "../../support/kit.ts";
import { ownBalance, setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { startCall } from "./caller.ts";
import { startKamailio } from "./kamailio.ts";
import { startPhone } from "./phone.ts";

const CALLER = "+15125550100";

/** Northwind on a clock that ticks, with a Kamailio as its phone platform. */
export async function openCallCenter() {
  const app = await openTestApp({ ticking: true });
  const { url } = await listen(app);
  const clockAhead = Math.round((app.now() - Date.now()) / SECOND);
  const kamailio = await startKamailio({ url, key: app.keys.northwind, clockAhead });
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const account = app.account("northwind");
  const secondMicros = async () => {
    const [terms] = await app.selectRows(
      "SELECT data ->> '$.rates.minutes' AS rate FROM records WHERE account = ? AND kind = 'terms'",
      account,
    );
    return Number(terms!.rate) / 60;
  };
  const platform = app.callerWith(app.keys.northwind);
  let numbers = 0;
  const personOf = (name: string) => app.people[`${name}@callboard.demo`]!;
  const agent = (name: string) => app.callerFor(`${name}@callboard.demo`, "northwind").agents;
  return {
    app,
    kamailio,
    dana,
    agent,
    /** An available agent whose phone registers now; before, it wasn't connected. */
    seat: async (name: string) => {
      await platform.calls.phoneEvent({ id: `${name} is gone`, person: personOf(name), event: "gone" });
      await agent(name).setStatus({ status: "available" });
      const phone = await startPhone(kamailio, personOf(name));
      await eventually(async () => (await agent(name).mine()).phone.state === "idle");
      return phone;
    },
    /** Waits until an agent's own screen and the team's board both show this phone state. */
    sees: async (name: string, state: string) => {
      const shown = async () => {
        const [{ phone }, { rows }] = await Promise.all([agent(name).mine(), dana.agents.board()]);
        return [phone.state, rows.find(({ person }) => person === personOf(name))?.phone.state];
      };
      await expect.poll(shown, POLL).toEqual([state, state]);
    },
    /** The agent is ready for the next call, ahead of the queue's time. */
    endWrapUp: (name: string) =>
      platform.calls.phoneEvent({ id: `${name} is ready`, person: personOf(name), event: "wrap-up over" }),
    status: async (name: string) => (await agent(name).mine()).agent.status,
    lunch: app.statuses["northwind/Lunch"]!,
    /** A queue with these members and weights. */
    addQueue: async (
      members: Record<string, number>,
      settings: Partial<Parameters<typeof dana.queues.save>[0]> = {},
    ) => {
      const { id } = await dana.queues.save({
        name: "Desk",
        routing: "weighted",
        members: Object.entries(members).map(([name, weight]) => ({ id: personOf(name), weight })),
        ...settings,
      });
      return { to: "queue" as const, id };
    },
    /** From now on rules act at once, whatever people chose a moment ago. */
    lowerGuard: async () => {
      const { version, name, zone, billTo, idleRule } = await dana.account.get();
      await dana.account.save({ version, name, zone, billTo, idleRule, guardMinutes: 0 });
    },
    /** A tracking number whose calls go there. */
    addNumber: async (route: NumberData["route"], overrides: Partial<NumberData> = {}) => {
      numbers += 1;
      const e164 = `+1512555${7000 + numbers}`;
      return { e164, id: await addNumber(app, "northwind", e164, { route, ...overrides }) };
    },
    /** A call from outside. */
    call: ({ e164 }: { e164: string }, caller: "stays" | "gives up" = "stays") =>
      startCall(kamailio, { from: CALLER, to: e164, caller }),
    /** Lets this much time pass on the clock that everybody shares. */
    passes: async (ms: number) => {
      const since = app.now();
      await eventually(() => app.now() >= since + ms);
    },
    /** The calls that are over, the latest first, once there are this many. */
    calls: async (count: number) => {
      await expect.poll(async () => (await dana.calls.list({})).calls.length, POLL).toBe(count);
      const { calls, inProgress } = await dana.calls.list({});
      expect(inProgress).toEqual([]);
      return calls;
    },
    /** The latest booked minutes. */
    minutes: async () => (await dana.balance.entries({ types: ["minutes"], limit: 20 })).entries,
    /** The balance, as seconds of a call. */
    balanceSeconds: async () => (await ownBalance(app, account)) / (await secondMicros()),
    setSeconds: async (seconds: number) => setBalance(app, "northwind", Math.ceil(seconds * (await secondMicros()))),
  };
}

const POLL = { interval: 5, timeout: 20_000 };
