import { type Area, type Role, may, canReadArea, type Membership } from "@callboard/domain/core/permissions";
import { save } from "@callboard/domain/core/effect";
import { en } from "@callboard/domain/core/messages/en";
import { message, render } from "@callboard/domain/core/message";
import { expect, test } from "vitest";
import type { Row } from "../../../src/store/database/port.ts";
import { findOne, findByIds } from "../../../src/store/queries.ts";
import { seededRandom } from "../../../src/seed/random.ts";
import { commit } from "../../../src/store/commit.ts";
import { DAY, openTestApp, type TestApp } from "../../support/kit.ts";
import { openLargeAccount } from "../../large/account.ts";
import { type LargeAccount, sizeOf } from "../../large/size.ts";
import { scopeOf } from "../../support/scopes.ts";

/** More rows than a page scans, so that filters that match few rows end pages early. */
const SIZE = { ...sizeOf(1 / 100), people: 500, changes: 8000 };
const KEPT_DAYS = 50;
const QUERIES = 90;

interface ListFilter {
  kind?: string;
  id?: string;
  batch?: string;
  person?: string;
  event?: string;
  cause?: string;
  from?: number;
  to?: number;
  log?: "history" | "activity" | "both";
}

/** Filters the whole log row by row: the rows that this role may read and that match the filter. */
function naive(
  app: TestApp,
  rows: readonly Row[],
  pins: ReadonlySet<string>,
  role: Role,
  me: string,
  filter: ListFilter,
) {
  const membership: Membership = {
    role,
    owner: false,
    softphone: true,
    permissions: [],
    operator: false,
    frozen: false,
  };
  const log = filter.log ?? "history";
  const readsAll = (["team", "routing", "billing", "access", "account"] as const).every((area) =>
    canReadArea(membership, area),
  );
  const before = new Map(rows.map((row) => [`${row.kind}\n${row.id}\n${row.version}`, row]));
  const membersOf = (row: Row | undefined) =>
    new Set<string>(row ? JSON.parse(row.data).members.map((member: { id: string }) => member.id) : []);
  const isAboutMe = (row: Row) => {
    if (row.person === me) return false;
    if (row.kind === "agent" || row.kind === "member") return row.id === me;
    if (row.kind !== "queue") return false;
    const old = before.get(`queue\n${row.id}\n${row.version - 1}`);
    return membersOf(row.event === "created" ? undefined : old).has(me) !== membersOf(row).has(me);
  };
  return rows.filter((row) => {
    const isHistory = row.log === "history";
    const retentionStart = app.now() - KEPT_DAYS * DAY;
    const retained = isHistory
      ? row.at > retentionStart || pins.has(`${row.kind}:${row.id}:${row.version}`)
      : row.at > app.now() - 730 * DAY;
    const readable =
      canReadArea(membership, row.area as Area) &&
      (row.kind !== "pin" || may(membership, "restore")) &&
      retained &&
      (log === "both" || log === row.log);
    const isVisibleAboutMe =
      !readsAll && isAboutMe(row) && row.at > retentionStart && (log !== "activity" || !isHistory);
    if (!readable && !isVisibleAboutMe) return false;
    if (filter.kind !== undefined && row.kind !== filter.kind) return false;
    if (filter.id !== undefined && row.id !== filter.id) return false;
    if (filter.batch !== undefined && row.batch !== filter.batch) return false;
    if (filter.person !== undefined && row.person !== filter.person) return false;
    if (filter.event !== undefined && row.event !== filter.event) return false;
    if (filter.from !== undefined && row.at < filter.from) return false;
    if (filter.to !== undefined && row.at >= filter.to) return false;
    if (filter.cause === undefined) return true;
    if (row.cause === null) return false;
    const cause = JSON.parse(row.cause);
    return render(en, cause, { zone: "UTC", language: "en" }).toLowerCase().includes(filter.cause);
  });
}

/** Each filter is combined with every other one, and matches something. */
const PAIRED = ["kind", "id", "batch", "person", "event"] as const;
const PAIRS = PAIRED.flatMap((one, at) => PAIRED.slice(at + 1).map((other) => [one, other] as const));

/** Numbers and queues that one person changed in a batch; both people changed the first ones. */
const renameTogether = (app: TestApp, account: LargeAccount, batch: string, person: string) =>
  commit(
    scopeOf(app.services, account.id, { batch, actor: { as: "person", id: person } }),
    {
      numbers: findByIds("number", account.numbers.slice(0, 40)),
      queues: findByIds("queue", account.queues.slice(0, 6)),
    },
    ({ numbers, queues }) => [
      ...numbers.map((one) =>
        save(
          "number",
          one,
          { ...one.data, name: batch },
          { action: message("numbers.didChangeNumber", { name: batch }) },
        ),
      ),
      ...queues.map((one) =>
        save(
          "queue",
          one,
          { ...one.data, name: `${batch} ${one.id}` },
          { action: message("queues.didChange", { name: batch }) },
        ),
      ),
    ],
  );

/** A large account whose agent was set, moved and made a member by others, with a version pinned past retention. */
async function openLargeHistory() {
  const app = await openTestApp();
  const account = await openLargeAccount(app.services, SIZE);
  const owner = app.callerWith(account.secrets["agency administrator"], { account: account.id });
  const [session] = await app.selectRows("SELECT person FROM sessions WHERE id = 'large-agent'");
  const agent = String(session!.person);
  for (const id of account.queues.slice(0, 8)) {
    const { version, name, routing, members } = await owner.queues.get({ id });
    const others = members.filter((member) => member.id !== agent);
    const changed = others.length < members.length ? others : [...others.slice(1), { id: agent, weight: 1 }];
    await owner.queues.save({ id, version, name, routing, members: changed });
  }
  for (const status of account.statuses.slice(0, 4))
    await owner.agents.setStatusFor({ person: agent, status, reason: "cover for Ada" });
  await renameTogether(app, account, "batch-a", account.people[2]!);
  await renameTogether(app, account, "batch-b", account.people[1]!);
  for (const id of account.queues.slice(0, 3)) await owner.history.pin({ kind: "queue", id, version: 1 });
  await commit(scopeOf(app.services, account.id), { terms: findOne("terms", account.id) }, ({ terms }) => [
    save("terms", terms, { ...terms.data, retentionDays: KEPT_DAYS }, { action: message("history.didRead") }),
  ]);
  const rows = await app.selectRows("SELECT * FROM changes WHERE account = ? ORDER BY n DESC", account.id);
  const pins = await app.selectRows("SELECT id FROM records WHERE account = ? AND kind = 'pin'", account.id);
  return { app, made: account, rows, pins: new Set(pins.map(({ id }) => String(id))) };
}

test("every combination of filter and role finds what a row-by-row search finds, in pages of any length", async () => {
  const { app, made: account, rows, pins } = await openLargeHistory();
  const random = seededRandom(5);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const maybe = <T>(share: number, make: () => T): T | undefined => (random() < share ? make() : undefined);
  const earlyPages: string[] = [];
  const rare = rows.filter(
    ({ batch, kind, id, version }) => String(batch).startsWith("batch-") || pins.has(`${kind}:${id}:${version}`),
  );
  for (let query = 0; query < QUERIES; query += 1) {
    const pair = PAIRS[query];
    const role = pair
      ? "administrator"
      : pick(["agent", "administrator", "billing", "report manager", "call manager"] as const);
    // Most filters match a single row of the log, so that combinations find something; half of the rows are rare ones.
    const row = pick(pair || random() < 0.5 ? rare : rows);
    const matching = (own: unknown, others: readonly string[]) =>
      typeof own === "string" && random() < 0.75 ? own : pick(others);
    const from = maybe(0.15, () => app.now() - Math.floor(random() * 80) * DAY);
    const randomFilter: ListFilter = Object.fromEntries(
      Object.entries({
        kind: maybe(0.4, () => matching(row.kind, ["queue", "number", "agent", "member", "terms", "status"])),
        id: maybe(0.35, () => matching(row.id, [...account.queues.slice(0, 4), ...account.seats.slice(0, 4)])),
        batch: maybe(0.35, () => matching(row.batch, ["batch-a", "batch-b", "large_made", "none"])),
        person: maybe(0.3, () => matching(row.person, [...account.people.slice(0, 3), pick(account.seats), "nobody"])),
        event: maybe(0.2, () => pick(["created", "changed", "deleted"])),
        cause: maybe(0.1, () => pick(["cover", "chosen", "zebra"])),
        from,
        to: maybe(0.15, () => (from ?? app.now() - 85 * DAY) + Math.floor(random() * 60) * DAY),
        log: maybe(0.5, () => pick(["history", "activity", "both"] as const)),
      }).filter(([, value]) => value !== undefined),
    );
    const filter = pair ? Object.fromEntries(pair.map((field) => [field, row[field]])) : randomFilter;
    const secret = account.secrets[role];
    const caller = app.callerWith(secret, { account: account.id });
    const me = (await app.selectRows("SELECT person FROM sessions WHERE id = ?", `large-${role}`))[0]!.person as string;
    const limit = pick([7, 50, 100]);
    const listed: number[] = [];
    for (let beforePosition: number | null = Number.MAX_SAFE_INTEGER; beforePosition !== null && listed.length < 200;) {
      const page = await caller.history.list({ ...(filter as object), limit, beforePosition });
      for (const { n } of page.changes) listed.push(n);
      if (page.searchedTo !== null) earlyPages.push(JSON.stringify(filter));
      beforePosition = page.next;
    }
    const expected = naive(app, rows, pins, role, me, filter).map(({ n }) => Number(n));
    if (pair) expect(expected.length, JSON.stringify(filter)).toBeGreaterThan(0);
    expect(listed, `${role} ${JSON.stringify(filter)}`).toEqual(
      expected.slice(0, Math.max(listed.length, Math.min(200, expected.length))),
    );
  }
  expect(earlyPages.length, "pages that ended early").toBeGreaterThan(0);
});
