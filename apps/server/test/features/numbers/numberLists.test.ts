import { expect, test } from "vitest";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import { type NumberData, numberSearchText } from "@callboard/domain/numbers/schema";
import { stmt } from "../../../src/store/database/port.ts";
import { rebuildOutdated } from "../../../src/store/search/rebuildDerived.ts";
import { seededRandom } from "../../../src/seed/random.ts";
import { openTestApp, type TestApp } from "../../support/kit.ts";
import { openLargeAccount } from "../../large/account.ts";
import { type LargeAccount, type Size, sizeOf } from "../../large/size.ts";

/** More than a search gathers, and more than a page scans. */
const SIZE = { ...sizeOf(1 / 400), numbers: 5500, sources: 40, receivers: 20, changes: 500 };
const QUERIES = 40;

interface ListFilter {
  search?: string;
  state?: string;
  kind?: string;
  source?: string;
  route?: string;
  flag?: "stopped" | "paused";
}
type Row = NumberData & { id: string };

async function openLargeList(size: Size): Promise<{ app: TestApp; account: LargeAccount; rows: Row[] }> {
  const app = await openTestApp();
  const account = await openLargeAccount(app.services, size);
  const records = await app.selectRows(
    "SELECT id, data FROM records WHERE account = ? AND kind = 'number'",
    account.id,
  );
  return { app, account, rows: records.map(({ id, data }) => ({ ...JSON.parse(data), id })) };
}

/** Filters all numbers one by one. Released numbers are only in their own list. */
function naive(rows: readonly Row[], filter: ListFilter, by: "name" | "number", descending: boolean): string[] {
  const searchWords = normalizeForSearch(filter.search ?? "").match(/[\p{L}\p{N}]+/gu) ?? [];
  const symbols = searchWords.length > 0 ? [] : (filter.search ?? "").split("");
  const matches = (row: Row) => {
    const rowWords = normalizeForSearch(`${row.name} ${numberSearchText(row.e164)}`).match(/[\p{L}\p{N}]+/gu) ?? [];
    const route = row.route === null ? "none" : `${row.route.to}:${row.route.id}`;
    return (
      (row.state.is === "released") === (filter.state === "released") &&
      (filter.state === undefined || row.state.is === filter.state) &&
      (filter.kind === undefined || row.kind === filter.kind) &&
      (filter.source === undefined || (row.source ?? "none") === filter.source) &&
      (filter.route === undefined || route === filter.route) &&
      (filter.flag === undefined || row[filter.flag] !== null) &&
      symbols.every((symbol) => row.name.includes(symbol)) &&
      searchWords.every((word) => rowWords.some((one) => one.startsWith(word)))
    );
  };
  const key = (row: Row) => [by === "name" ? normalizeForSearch(row.name) : row.e164, row.id] as const;
  const direction = descending ? -1 : 1;
  return rows
    .filter(matches)
    .sort((a, b) => {
      const [[x, idX], [y, idY]] = [key(a), key(b)];
      return direction * (x < y ? -1 : x > y ? 1 : idX < idY ? -1 : 1);
    })
    .map(({ id }) => id);
}

test("with every filter, a list of numbers is sorted as requested and contains what a scan of all of them finds", async () => {
  const { app, account, rows } = await openLargeList(SIZE);
  const caller = app.callerWith(account.secrets.administrator, { account: account.id });
  const random = seededRandom(3);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const maybe = <T>(share: number, make: () => T): T | undefined => (random() < share ? make() : undefined);
  for (let query = 0; query < QUERIES; query += 1) {
    const candidates = {
      search: maybe(0.3, () => pick(["camp", "spring", "512", "51220", "0000", "café campaign", "zebra", "b", "%_"])),
      state: maybe(0.4, () => pick(["active", "held", "released", "released"])),
      kind: maybe(0.3, () => pick(["local", "toll-free", "international"])),
      source: maybe(0.2, () => pick(["none", pick(account.sources)])),
      route: maybe(0.2, () => pick(["none", `queue:${pick(account.queues)}`, `receiver:${pick(account.receivers)}`])),
      flag: maybe(0.2, () => pick(["stopped", "paused"] as const)),
    };
    const filter: ListFilter = Object.fromEntries(
      Object.entries(candidates).filter(([, value]) => value !== undefined),
    );
    const [by, descending, limit] = [pick(["name", "number"] as const), random() < 0.5, pick([60, 200])];
    const expected = naive(rows, filter, by, descending);
    const listed: string[] = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page = await caller.numbers.list({ ...(filter as object), by, descending, limit, after });
      expect(page.total, JSON.stringify(filter)).toBe(expected.length);
      for (const { id } of page.numbers) listed.push(id);
      after = listed.length > 400 ? null : page.next;
    }
    expect(listed, JSON.stringify({ ...filter, by, descending })).toEqual(expected.slice(0, listed.length));
    if (listed.length <= 400) expect(listed).toHaveLength(expected.length);
  }
});

/** Some of everything that changes a count: flags with ends, other routes, removed and frozen records. */
async function makeChanges(app: TestApp, account: LargeAccount): Promise<void> {
  const owner = app.callerWith(account.secrets["agency administrator"], { account: account.id });
  const { numbers } = await owner.numbers.list({ state: "active", limit: 60 });
  for (const [at, { id, version, name }] of numbers.entries()) {
    if (at % 3 === 0) {
      const until = at % 2 === 0 ? app.now() + 1000 : null;
      await owner.numbers.flag({ id, version, flag: at % 4 === 0 ? "stopped" : "paused", on: true, until });
    }
    if (at % 3 === 1) await owner.numbers.save({ id, version, name, source: null, route: null });
    if (at % 9 === 5) await owner.numbers.release({ id, version });
  }
  for (const id of account.queues.slice(0, 5)) {
    const { version, name, routing, members } = await owner.queues.get({ id });
    await owner.queues.save({
      id,
      version,
      name,
      routing,
      members,
      noAnswer: { to: "receiver", id: account.receivers[0]! },
    });
  }
  for (const person of account.people.slice(-3)) await owner.access.removeMember({ person });
}

test("derived tables from an older release are rebuilt exactly as they would have been", async () => {
  const { app, account } = await openLargeList(sizeOf(1 / 400));
  await makeChanges(app, account);
  const derived = async () => [
    await app.selectRows("SELECT * FROM record_counts ORDER BY account, kind, name, value"),
    await app.selectRows(
      "SELECT account, kind, id, owner, words, tags, sorts FROM search_entries ORDER BY account, kind, id",
    ),
    await app.selectRows("SELECT * FROM keys ORDER BY space, kind, name, value, id"),
    await app.selectRows("SELECT * FROM list_counts WHERE n > 0 ORDER BY account, kind"),
  ];
  const before = await derived();
  expect(before.map((rows) => rows.length > 20).slice(0, 3)).toEqual([true, true, true]);
  await app.services.db.runScript([
    stmt("DELETE FROM record_counts"),
    stmt("UPDATE search_entries SET sorts = '{}', words = 'old'"),
    stmt("DELETE FROM keys WHERE name = 'released name'"),
    stmt("UPDATE settings SET value = '0' WHERE name = 'derived'"),
  ]);
  expect(await rebuildOutdated(app.services.db)).toBeGreaterThan(250);
  expect(await derived()).toEqual(before);
  expect(await rebuildOutdated(app.services.db)).toBe(0);
  const caller = app.callerFor("dana@callboard.demo", "northwind");
  expect((await caller.receivers.list({ search: "front" })).total).toBe(0);
});
