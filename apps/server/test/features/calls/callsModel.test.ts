import { expect, test } from "vitest";
import { endDueCalls } from "../../../src/features/calls/endDue.ts";
import { callsNoted } from "../../../src/features/calls/noteCalls.ts";
import { openTestApp, SECOND, type TestApp } from "../../support/kit.ts";
import { CallsModel, type EventName, RING, WRAP_UP } from "../../support/models/callsModel.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

/** Events in the short form; CALL_EVENTS=20000 runs the long one. */
const EVENTS = Number(process.env["CALL_EVENTS"] ?? 1200);
const SEED = Number(process.env["CALL_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** Mulberry32: small, and the same on every machine. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Northwind and its sub-account Parkside: two phone platforms that report the same people's phones. */
const ACCOUNTS = ["northwind", "parkside"] as const;
const OWNERS = { northwind: "dana@callboard.demo", parkside: "ida@callboard.demo" };
const NUMBERS = { northwind: "+15125550143", parkside: "+15125550144" };

/** The people with a seat in both accounts, available and connected in both, and a queue of them with a number. */
async function openAgency(app: TestApp): Promise<string[]> {
  const emails = ["ava", "ben", "cleo"].map((name): [string, string] => {
    const email = `${name}@callboard.demo`;
    return [email, app.people[email]!];
  });
  for (const [email] of emails.slice(1)) {
    const invitation = { email, name: "Agent", role: "agent", softphone: true } as const;
    await app.callerFor(OWNERS.parkside, "parkside").access.invite(invitation);
    await app.callerFor(email).access.join({ token: await app.mailedLink(email) });
  }
  for (const account of ACCOUNTS) {
    for (const [email] of emails) await app.callerFor(email, account).agents.setStatus({ status: "available" });
    const { id } = await app.callerFor(OWNERS[account], account).queues.save({
      name: "Model",
      routing: "round robin",
      members: emails.map(([, person]) => ({ id: person, weight: 1 })),
      ringSeconds: RING,
      wrapUpSeconds: WRAP_UP,
    });
    await addNumber(app, account, NUMBERS[account], { route: { to: "queue", id } });
  }
  for (const event of ["connected", "gone"] as const) {
    for (const [, person] of emails)
      await app.callerWith(app.keys.northwind).calls.phoneEvent({ id: `${event} ${person}`, event, person });
    app.advance(SECOND);
  }
  return emails.map(([, person]) => person);
}

const WEIGHTED: [EventName, number][] = [
  ["alive", 5],
  ["connected", 1],
  ["ringing", 5],
  ["inbound", 4],
  ["outbound", 1],
  ["missed", 2],
  ["wrap-up", 1],
  ["wrap-up over", 2],
  ["ended", 4],
  ["gone", 0.4],
];

test(
  `${EVENTS} random reports and offers of two platforms, late, doubled and out of order, are what a plain model says (seed ${SEED})`,
  { timeout: 120_000 + EVENTS * 60 },
  async () => {
    const app = await openTestApp();
    const people = await openAgency(app);
    const random = randomOf(SEED);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const mine = async (person: string, account: string) => {
      const [row] = await app.selectRows(
        "SELECT data FROM records WHERE account = ? AND kind = 'phone' AND id = ?",
        app.account(account),
        person,
      );
      const { state, since, until, callId } = JSON.parse(row!["data"]);
      return { state, since, until, callId };
    };
    const stored = new Map(
      await Promise.all(people.map(async (person) => [person, await mine(person, "northwind")] as const)),
    );
    const model = new CallsModel(ACCOUNTS, people, stored);
    for (const account of ACCOUNTS) for (const person of people) model.disconnect(account, person);
    const platforms = { northwind: app.callerWith(app.keys.northwind), parkside: app.callerWith(app.keys.parkside) };
    const ids: Record<string, string[]> = { northwind: [], parkside: [] };
    let lastSent: (() => Promise<unknown>) | null = null;

    async function offer(account: (typeof ACCOUNTS)[number], index: number) {
      const callId = `${account}-${index}`;
      const expected = model.admit(account, callId, app.now());
      const answer = await platforms[account].calls.admit({ callId, from: "+15125550100", to: NUMBERS[account] });
      await callsNoted(app.services.db);
      const rung = answer.connect ? answer.targets.map((target) => ("person" in target ? target.person : "")) : [];
      expect(rung, `offer ${callId}`).toEqual(expected);
      if (rung.length > 0) ids[account]!.push(callId);
      for (const person of rung) expect(model.isSilent(person, app.now()), `${callId} at a dead phone`).toBe(false);
    }

    async function report(account: (typeof ACCOUNTS)[number], index: number) {
      const total = WEIGHTED.reduce((sum, [, weight]) => sum + weight, 0);
      let left = random() * total;
      const [event] = WEIGHTED.find(([, weight]) => (left -= weight) < 0)!;
      const open = model.inProgress(account);
      const known = random() < 0.85 && open.length > 0 ? pick(open) : (pick([...ids[account]!, null as never]) ?? null);
      const call = random() < 0.8 ? known : null;
      const person = call !== null && random() < 0.3 ? null : pick(people);
      const late = random() < 0.3 ? Math.floor(random() * 45 * SECOND) : 0;
      const seconds = event === "ended" && random() < 0.3 ? Math.floor(random() * 60) : null;
      const at = app.now() - late;
      const input = {
        id: `event-${index}`,
        event,
        at,
        ...(person === null ? {} : { person }),
        ...(call === null ? {} : { call }),
        ...(seconds === null ? {} : { seconds }),
      };
      const send = () => platforms[account].calls.phoneEvent(input);
      model.report(account, { event, person, call, at, seconds }, app.now());
      const answer = await send();
      // Signs of life have no key: a repeated one counts like any other.
      lastSent = event === "alive" ? null : async () => expect(await send()).toEqual(answer);
    }

    for (let index = 0; index < EVENTS; index += 1) {
      const account = pick(ACCOUNTS);
      const dice = random();
      if (dice < 0.12) await offer(account, index);
      else if (dice < 0.2 && lastSent) await (lastSent as () => Promise<unknown>)();
      else await report(account, index);
      if (random() < 0.5) app.advance(Math.floor(random() * 6 * SECOND));
      if (random() < 0.25) {
        await endDueCalls(app.services);
        model.tick(app.now());
      }
      if (index % 10 !== 0) continue;
      for (const person of people)
        for (const one of ACCOUNTS) {
          expect(await mine(person, one), `phone of ${person} in ${one} after event ${index}`).toEqual(
            model.phones.get(person),
          );
        }
    }
    for (const account of ACCOUNTS) {
      const rows = await app.selectRows(
        "SELECT id, data FROM records WHERE account = ? AND kind = 'call'",
        app.account(account),
      );
      for (const { id, data } of rows) {
        const call = model.call(account, id);
        if (!call) continue;
        const { answeredAt, endedAt, agent, seconds } = JSON.parse(data);
        expect({ answeredAt, endedAt, agent, seconds }, id).toEqual({
          answeredAt: call.answeredAt,
          endedAt: call.endedAt,
          agent: call.agent,
          seconds: call.seconds,
        });
        const [usage] = await app.selectRows(
          "SELECT quantity FROM usage WHERE account = ? AND id = ?",
          app.account(account),
          id,
        );
        const expected = call.seconds ? Math.max(1, Math.round((call.seconds * 1000) / 60)) : undefined;
        expect(usage?.["quantity"], `minutes of ${id}`).toBe(expected);
      }
    }
  },
);
