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

const shown = ({ people, statuses }: Team) => ({
  statuses,
  people: people.map(({ seat, ...one }) => ({ ...one, seat: seat && { ...seat, movesAt: null } })),
});

/** Compares the team in memory with one that is computed from the log. */
async function agrees(app: TestApp, account: string): Promise<void> {
  const scope = scopeOf(app.world, account);
  const [now, then] = [await readTeam(scope), await readTeam({ ...scope, asOf: scope.now })];
  expect(shown(now)).toEqual(shown(then));
}

test("the team in memory equals the one in the log, whoever writes and however time passes", async () => {
  const app = await openTestApp();
  // Another server on the same file, whose writes aren't announced here.
  const other = await openTestApp({ file: app.file });
  const random = seededRandom(11);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const [account, lunch] = [app.account("northwind"), app.statuses["northwind/Lunch"]!];
  const mail = (name: string) => `${name}@callboard.demo`;
  const by = (name: string) => pick([app, other]).as(mail(name), "northwind");
  const phone = (name: string, event: "connected" | "ringing" | "inbound" | "ended" | "wrap-up" | "gone") =>
    pick([app, other])
      .with(app.keys.northwind)
      .calls.phoneEvent({ id: `${random()}`, person: app.people[mail(name)]!, event });
  const steps: (() => Promise<unknown>)[] = [
    () =>
      by(pick(PEOPLE)).agents.setStatus({ status: pick([lunch, "available", "offline"]), minutes: pick([null, 1, 5]) }),
    () => by(pick(PEOPLE)).agents.queueNext({ status: lunch, minutes: 2 }),
    () => phone(pick(PEOPLE), pick(["connected", "ringing", "inbound", "ended", "wrap-up", "gone"])),
    () => by("milo").agents.setStatusFor({ person: app.people[mail(pick(PEOPLE))]!, status: lunch, reason: "x" }),
    () => by(pick(PEOPLE)).access.rename({ name: pick(["Zoë", "Änne", "Ben", "Cleo Q"]) }),
    () => by("dana").agents.defineStatus({ name: `New ${random()}`, tone: "teal", takesCalls: random() < 0.5 }),
    async () => {
      const person = app.people[mail(pick(["ava", "ben"]))]!;
      const { members } = await by("dana").access.people();
      const { version } = members.find(({ id }) => id === person)!;
      return by("dana").access.setRole({ person, version, role: "agent", softphone: random() < 0.5 });
    },
    () => addNumber(app, "northwind", `+1512${2_000_000 + Math.floor(random() * 1_000_000)}`),
    async () => {
      const ms = pick([SECOND, MINUTE, 4 * MINUTE]);
      for (const world of [app, other]) world.pass(ms);
    },
  ];
  for (let step = 0; step < STEPS; step += 1) {
    // Some steps are refused (a status that can't be queued, a phone of nobody) and must change nothing.
    await pick(steps)().catch(() => null);
    await agrees(app, account);
  }
}, 240_000);

test("a large team is read in slices, and includes what is written meanwhile", async () => {
  const app = await openTestApp();
  const made = await openLargeAccount(app.world, { ...sizeOf(1 / 100), people: 1200, changes: 3000 });
  const manager = app.with(made.secrets["call manager"], { account: made.id });
  let [turns, reads, over] = [0, 0, false];
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  const { db } = app.world;
  const interrupted = {
    ...db,
    read: async (stmts: Parameters<typeof db.read>[0]) => {
      reads += 1;
      if (reads === 4)
        await manager.agents.setStatusFor({ person: made.seats[3]!, status: "available", reason: "early" });
      return db.read(stmts);
    },
  };
  const team = await readTeam({ ...scopeOf(app.world, made.id), db: interrupted });
  over = true;
  expect(turns, "others had their turns").toBeGreaterThan(4);
  expect(team.of.get(made.seats[3]!)!.seat!.agent.status).toBe("available");
  await agrees(app, made.id);
});

test("the board is a page of the team in order, with counts of the whole team, under every filter", async () => {
  const app = await openTestApp();
  const made = await openLargeAccount(app.world, { ...sizeOf(1 / 100), people: 300, changes: 2500 });
  app.pass(20 * MINUTE);
  const manager = app.with(made.secrets["call manager"], { account: made.id });
  const { seated } = await readTeam(scopeOf(app.world, made.id));
  const order = ["available", "call", "away", "offline", "parked"];
  const sorted = seated.toSorted((a, b) => order.indexOf(a.seat.stands.group) - order.indexOf(b.seat.stands.group));
  const counts = emptyCounts();
  for (const { seat } of seated) countSeat(counts, seat, seat.stands);
  const walk = async (ask: { words?: string; chips?: string[] }) => {
    const found: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page = await manager.agents.board({ ...ask, after, limit: 40 });
      expect(page.counts).toEqual(counts);
      for (const { person } of page.rows) found.push(person);
      if (page.next === null) expect(page.total).toBe(found.length);
      after = page.next;
    }
    return found;
  };
  const ids = (all: typeof sorted) => all.map(({ person }) => person);
  expect(await walk({})).toEqual(ids(sorted));
  const chip = sorted[50]!.seat.stands.chip;
  expect(await walk({ chips: [chip] })).toEqual(ids(sorted.filter(({ seat }) => seat.stands.chip === chip)));
  const brandts = await walk({ words: "bRANDT" });
  expect(brandts).toEqual(ids(sorted.filter(({ name }) => name.includes("Brandt"))));
  expect(brandts.length).toBeGreaterThan(5);
  expect(await walk({ words: "nobody at all" })).toEqual([]);
  const { movesAt } = await manager.agents.board({});
  const then = await manager.agents.board({});
  app.pass(movesAt! - app.now());
  expect(await manager.agents.board({})).not.toEqual(then);
  app.pass(DAY);
  expect((await manager.agents.board({})).movesAt).toBeNull();
});
