import { expect, test } from "vitest";
import { countSeat, emptyCounts } from "@callboard/domain/agents/board";
import { seededRandom } from "../../src/seed/random.ts";
import { type Team, readTeam } from "../../src/store/reads/team.ts";
import { DAY, MINUTE, openTestApp, SECOND, type TestApp } from "../support/kit.ts";
import { openLargeAccount } from "../large/account.ts";
import { sizeOf } from "../large/size.ts";
import { addNumber } from "../support/fixtures/numbers.ts";
import { scopeOf } from "../support/scopes.ts";

const STEPS = 160;
const PEOPLE = ["ava", "ben", "cleo", "finn", "milo"];

const comparable = ({ people, statuses }: Team) => ({
  statuses,
  people: people.map(({ seat, ...one }) => ({ ...one, seat: seat && { ...seat, changesAt: null } })),
});

/** Compares the team in memory with one that is computed from the log. */
async function expectAgreement(app: TestApp, account: string): Promise<void> {
  const scope = scopeOf(app.services, account);
  const [current, fromLog] = [await readTeam(scope), await readTeam({ ...scope, asOf: scope.now })];
  expect(comparable(current)).toEqual(comparable(fromLog));
}

test("the team in memory equals the one in the log, whoever writes and however time passes", async () => {
  const app = await openTestApp();
  // Another server on the same file, whose writes aren't announced here.
  const other = await openTestApp({ file: app.file });
  const random = seededRandom(11);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const [account, lunch] = [app.account("northwind"), app.statuses["northwind/Lunch"]!];
  const mail = (name: string) => `${name}@callboard.demo`;
  const callerOf = (name: string) => pick([app, other]).callerFor(mail(name), "northwind");
  const phone = (name: string, event: "connected" | "ringing" | "inbound" | "ended" | "wrap-up" | "gone") =>
    pick([app, other])
      .callerWith(app.keys.northwind)
      .calls.phoneEvent({ id: `${random()}`, person: app.people[mail(name)]!, event });
  const steps: (() => Promise<unknown>)[] = [
    () =>
      callerOf(pick(PEOPLE)).agents.setStatus({
        status: pick([lunch, "available", "offline"]),
        minutes: pick([null, 1, 5]),
      }),
    () => callerOf(pick(PEOPLE)).agents.queueNext({ status: lunch, minutes: 2 }),
    () => phone(pick(PEOPLE), pick(["connected", "ringing", "inbound", "ended", "wrap-up", "gone"])),
    () => callerOf("milo").agents.setStatusFor({ person: app.people[mail(pick(PEOPLE))]!, status: lunch, reason: "x" }),
    () => callerOf(pick(PEOPLE)).access.rename({ name: pick(["Zoë", "Änne", "Ben", "Cleo Q"]) }),
    () => callerOf("dana").agents.defineStatus({ name: `New ${random()}`, color: "teal", takesCalls: random() < 0.5 }),
    async () => {
      const person = app.people[mail(pick(["ava", "ben"]))]!;
      const { members } = await callerOf("dana").access.people();
      const { version } = members.find(({ id }) => id === person)!;
      return callerOf("dana").access.setRole({ person, version, role: "agent", softphone: random() < 0.5 });
    },
    () => addNumber(app, "northwind", `+1512${2_000_000 + Math.floor(random() * 1_000_000)}`),
    async () => {
      const ms = pick([SECOND, MINUTE, 4 * MINUTE]);
      for (const world of [app, other]) world.advance(ms);
    },
  ];
  for (let step = 0; step < STEPS; step += 1) {
    // Some steps are refused (a status that can't be queued, a phone of nobody) and must change nothing.
    await pick(steps)().catch(() => null);
    await expectAgreement(app, account);
  }
});

test("a large team is read in slices, and includes what is written meanwhile", async () => {
  const app = await openTestApp();
  const account = await openLargeAccount(app.services, { ...sizeOf(1 / 100), people: 1200, changes: 3000 });
  const manager = app.callerWith(account.secrets["call manager"], { account: account.id });
  let [turns, reads, finished] = [0, 0, false];
  const count = () => {
    turns += 1;
    if (!finished) setImmediate(count);
  };
  setImmediate(count);
  const { db } = app.services;
  const interruptingDb = {
    ...db,
    read: async (stmts: Parameters<typeof db.read>[0]) => {
      reads += 1;
      if (reads === 4)
        await manager.agents.setStatusFor({ person: account.seats[3]!, status: "available", reason: "early" });
      return db.read(stmts);
    },
  };
  const team = await readTeam({ ...scopeOf(app.services, account.id), db: interruptingDb });
  finished = true;
  expect(turns, "others had their turns").toBeGreaterThan(4);
  expect(team.byPerson.get(account.seats[3]!)!.seat!.agent.status).toBe("available");
  await expectAgreement(app, account.id);
});

test("the board is a page of the team in order, with counts of the whole team, under every filter", async () => {
  const app = await openTestApp();
  const account = await openLargeAccount(app.services, { ...sizeOf(1 / 100), people: 300, changes: 2500 });
  app.advance(20 * MINUTE);
  const manager = app.callerWith(account.secrets["call manager"], { account: account.id });
  const { withSeats } = await readTeam(scopeOf(app.services, account.id));
  const order = ["available", "call", "away", "offline", "frozen"];
  const sorted = withSeats.toSorted((a, b) => order.indexOf(a.seat.state.group) - order.indexOf(b.seat.state.group));
  const counts = emptyCounts();
  for (const { seat } of withSeats) countSeat(counts, seat, seat.state);
  const walk = async (filter: { search?: string; chips?: string[] }) => {
    const people: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page = await manager.agents.board({ ...filter, after, limit: 40 });
      expect(page.counts).toEqual(counts);
      for (const { person } of page.rows) people.push(person);
      if (page.next === null) expect(page.total).toBe(people.length);
      after = page.next;
    }
    return people;
  };
  const ids = (all: typeof sorted) => all.map(({ person }) => person);
  expect(await walk({})).toEqual(ids(sorted));
  const chip = sorted[50]!.seat.state.filterKey;
  expect(await walk({ chips: [chip] })).toEqual(ids(sorted.filter(({ seat }) => seat.state.filterKey === chip)));
  const brandts = await walk({ search: "bRANDT" });
  expect(brandts).toEqual(ids(sorted.filter(({ name }) => name.includes("Brandt"))));
  expect(brandts.length).toBeGreaterThan(5);
  expect(await walk({ search: "nobody at all" })).toEqual([]);
  const { changesAt } = await manager.agents.board({});
  const before = await manager.agents.board({});
  app.advance(changesAt! - app.now());
  expect(await manager.agents.board({})).not.toEqual(before);
  app.advance(DAY);
  expect((await manager.agents.board({})).changesAt).toBeNull();
});
