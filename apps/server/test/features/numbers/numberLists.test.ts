import { expect, test } from "vitest";
import { normalizeForSearch as folded } from "@callboard/domain/core/text/search";
import { type NumberData, numberWords } from "@callboard/domain/numbers/schema";
import { stmt } from "../../../src/store/database/port.ts";
import { rebuildOutdated } from "../../../src/store/search/rebuildDerived.ts";
import { seededRandom } from "../../../src/seed/random.ts";
import { openTestApp, type TestApp } from "../../support/kit.ts";
import { openLargeAccount } from "../../large/account.ts";
import { type LargeAccount, type Size, sizeOf } from "../../large/size.ts";

/** More than a search gathers, and more than a page scans. */
const SIZE = { ...sizeOf(1 / 400), numbers: 5500, sources: 40, receivers: 20, changes: 500 };
const QUESTIONS = 40;

interface ListFilter {
  words?: string;
  state?: string;
  kind?: string;
  source?: string;
  route?: string;
  flag?: "stopped" | "paused";
}
type Row = NumberData & { id: string };

async function opened(size: Size): Promise<{ it: TestApp; made: LargeAccount; rows: Row[] }> {
  const app = await openTestApp();
  const made = await openLargeAccount(app.world, size);
  const found = await app.rows("SELECT id, data FROM records WHERE account = ? AND kind = 'number'", made.id);
  return { it: app, made, rows: found.map(({ id, data }) => ({ ...JSON.parse(data), id })) };
}

/** Filters all numbers one by one. Released numbers are only in their own list. */
function naive(rows: readonly Row[], asked: ListFilter, by: "name" | "number", descending: boolean): string[] {
  const wanted = folded(asked.words ?? "").match(/[\p{L}\p{N}]+/gu) ?? [];
  const signs = wanted.length > 0 ? [] : (asked.words ?? "").split("");
  const fits = (row: Row) => {
    const has = folded(`${row.name} ${numberWords(row.e164)}`).match(/[\p{L}\p{N}]+/gu) ?? [];
    const route = row.route === null ? "none" : `${row.route.to}:${row.route.id}`;
    return (
      (row.standing.is === "released") === (asked.state === "released") &&
      (asked.state === undefined || row.standing.is === asked.state) &&
      (asked.kind === undefined || row.kind === asked.kind) &&
      (asked.source === undefined || (row.source ?? "none") === asked.source) &&
      (asked.route === undefined || route === asked.route) &&
      (asked.flag === undefined || row[asked.flag] !== null) &&
      signs.every((sign) => row.name.includes(sign)) &&
      wanted.every((word) => has.some((one) => one.startsWith(word)))
    );
  };
  const key = (row: Row) => [by === "name" ? folded(row.name) : row.e164, row.id] as const;
  const way = descending ? -1 : 1;
  return rows
    .filter(fits)
    .sort((a, b) => {
      const [[x, idX], [y, idY]] = [key(a), key(b)];
      return way * (x < y ? -1 : x > y ? 1 : idX < idY ? -1 : 1);
    })
    .map(({ id }) => id);
}

test("with every filter, a list of numbers is sorted as requested and contains what a scan of all of them finds", async () => {
  const { it: app, made, rows } = await opened(SIZE);
  const caller = app.with(made.secrets.administrator, { account: made.id });
  const random = seededRandom(3);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const maybe = <T>(share: number, make: () => T): T | undefined => (random() < share ? make() : undefined);
  for (let question = 0; question < QUESTIONS; question += 1) {
    const all = {
      words: maybe(0.3, () => pick(["camp", "spring", "512", "51220", "0000", "café campaign", "zebra", "b", "%_"])),
      state: maybe(0.4, () => pick(["active", "held", "released", "released"])),
      kind: maybe(0.3, () => pick(["local", "toll-free", "international"])),
      source: maybe(0.2, () => pick(["none", pick(made.sources)])),
      route: maybe(0.2, () => pick(["none", `queue:${pick(made.queues)}`, `receiver:${pick(made.receivers)}`])),
      flag: maybe(0.2, () => pick(["stopped", "paused"] as const)),
    };
    const asked: ListFilter = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    const [by, descending, limit] = [pick(["name", "number"] as const), random() < 0.5, pick([60, 200])];
    const wanted = naive(rows, asked, by, descending);
    const found: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page = await caller.numbers.list({ ...(asked as object), by, descending, limit, after });
      expect(page.total, JSON.stringify(asked)).toBe(wanted.length);
      for (const { id } of page.numbers) found.push(id);
      after = found.length > 400 ? null : page.next;
    }
    expect(found, JSON.stringify({ ...asked, by, descending })).toEqual(wanted.slice(0, found.length));
    if (found.length <= 400) expect(found).toHaveLength(wanted.length);
  }
}, 240_000);

/** Some of everything that changes a count: flags with ends, other routes, removed and frozen records. */
async function lived(app: TestApp, made: LargeAccount): Promise<void> {
  const owner = app.with(made.secrets["agency administrator"], { account: made.id });
  const { numbers } = await owner.numbers.list({ state: "active", limit: 60 });
  for (const [at, { id, version, name }] of numbers.entries()) {
    if (at % 3 === 0) {
      const until = at % 2 === 0 ? app.now() + 1000 : null;
      await owner.numbers.flag({ id, version, flag: at % 4 === 0 ? "stopped" : "paused", on: true, until });
    }
    if (at % 3 === 1) await owner.numbers.save({ id, version, name, source: null, route: null });
    if (at % 9 === 5) await owner.numbers.release({ id, version });
  }
  for (const id of made.queues.slice(0, 5)) {
    const { version, name, routing, members } = await owner.queues.get({ id });
    await owner.queues.save({
      id,
      version,
      name,
      routing,
      members,
      noAnswer: { to: "receiver", id: made.receivers[0]! },
    });
  }
  for (const person of made.people.slice(-3)) await owner.access.removeMember({ person });
}

test("derived tables from an older release are rebuilt exactly as they would have been", async () => {
  const { it: app, made } = await opened(sizeOf(1 / 400));
  await lived(app, made);
  const derived = async () => [
    await app.rows("SELECT * FROM counts ORDER BY account, kind, name, value"),
    await app.rows("SELECT account, kind, id, owner, words, tags, sorts FROM finds ORDER BY account, kind, id"),
    await app.rows("SELECT * FROM keys ORDER BY space, kind, name, value, id"),
    await app.rows("SELECT * FROM tallies WHERE n > 0 ORDER BY account, kind"),
  ];
  const before = await derived();
  expect(before.map((rows) => rows.length > 20).slice(0, 3)).toEqual([true, true, true]);
  await app.world.db.script([
    stmt("DELETE FROM counts"),
    stmt("UPDATE finds SET sorts = '{}', words = 'old'"),
    stmt("DELETE FROM keys WHERE name = 'gone name'"),
    stmt("UPDATE settings SET value = '0' WHERE name = 'derived'"),
  ]);
  expect(await rebuildOutdated(app.world.db)).toBeGreaterThan(250);
  expect(await derived()).toEqual(before);
  expect(await rebuildOutdated(app.world.db)).toBe(0);
  const caller = app.as("dana@callboard.demo", "northwind");
  expect((await caller.receivers.list({ words: "front" })).total).toBe(0);
});
