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
const QUESTIONS = 90;

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

/** Filters the whole log row by row: the rows that this role may read and that match the question. */
function naive(
  app: TestApp,
  rows: readonly Row[],
  pins: ReadonlySet<string>,
  role: Role,
  me: string,
  asked: ListFilter,
) {
  const membership: Membership = { role, owner: false, softphone: true, deeds: [], operator: false, parked: false };
  const log = asked.log ?? "history";
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
    const hiddenTo = app.now() - KEPT_DAYS * DAY;
    const seen = isHistory
      ? row.at > hiddenTo || pins.has(`${row.kind}:${row.id}:${row.version}`)
      : row.at > app.now() - 730 * DAY;
    const readable =
      canReadArea(membership, row.area as Area) &&
      (row.kind !== "pin" || may(membership, "restore")) &&
      seen &&
      (log === "both" || log === row.log);
    const about = !readsAll && isAboutMe(row) && row.at > hiddenTo && (log !== "activity" || !isHistory);
    if (!readable && !about) return false;
    if (asked.kind !== undefined && row.kind !== asked.kind) return false;
    if (asked.id !== undefined && row.id !== asked.id) return false;
    if (asked.batch !== undefined && row.batch !== asked.batch) return false;
    if (asked.person !== undefined && row.person !== asked.person) return false;
    if (asked.event !== undefined && row.event !== asked.event) return false;
    if (asked.from !== undefined && row.at < asked.from) return false;
    if (asked.to !== undefined && row.at >= asked.to) return false;
    if (asked.cause === undefined) return true;
    if (row.cause === null) return false;
    const cause = JSON.parse(row.cause);
    return render(en, cause, { zone: "UTC", locale: "en" }).toLowerCase().includes(asked.cause);
  });
}

/** Each filter is combined with each other one, and finds something. */
const PAIRED = ["kind", "id", "batch", "person", "event"] as const;
const PAIRS = PAIRED.flatMap((one, at) => PAIRED.slice(at + 1).map((other) => [one, other] as const));

/** Numbers and queues that one person changed in a batch; both people changed the first ones. */
const renameTogether = (app: TestApp, made: LargeAccount, batch: string, person: string) =>
  commit(
    scopeOf(app.world, made.id, { batch, actor: { as: "person", id: person } }),
    { numbers: findByIds("number", made.numbers.slice(0, 40)), queues: findByIds("queue", made.queues.slice(0, 6)) },
    ({ numbers, queues }) => [
      ...numbers.map((one) =>
        save(
          "number",
          one,
          { ...one.data, name: batch },
          { action: message("tracking.didChangeNumber", { name: batch }) },
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
async function opened() {
  const app = await openTestApp();
  const made = await openLargeAccount(app.world, SIZE);
  const owner = app.with(made.secrets["agency administrator"], { account: made.id });
  const [session] = await app.rows("SELECT person FROM sessions WHERE id = 'large-agent'");
  const agent = String(session!.person);
  for (const id of made.queues.slice(0, 8)) {
    const { version, name, routing, members } = await owner.queues.get({ id });
    const others = members.filter((member) => member.id !== agent);
    const changed = others.length < members.length ? others : [...others.slice(1), { id: agent, weight: 1 }];
    await owner.queues.save({ id, version, name, routing, members: changed });
  }
  for (const status of made.statuses.slice(0, 4))
    await owner.agents.setStatusFor({ person: agent, status, reason: "cover for Ada" });
  await renameTogether(app, made, "batch-a", made.people[2]!);
  await renameTogether(app, made, "batch-b", made.people[1]!);
  for (const id of made.queues.slice(0, 3)) await owner.history.pin({ kind: "queue", id, version: 1 });
  await commit(scopeOf(app.world, made.id), { terms: findOne("terms", made.id) }, ({ terms }) => [
    save("terms", terms, { ...terms.data, retentionDays: KEPT_DAYS }, { action: message("history.didLook") }),
  ]);
  const rows = await app.rows("SELECT * FROM changes WHERE account = ? ORDER BY n DESC", made.id);
  const pins = await app.rows("SELECT id FROM records WHERE account = ? AND kind = 'pin'", made.id);
  return { it: app, made, rows, pins: new Set(pins.map(({ id }) => String(id))) };
}

test("every combination of filter and role finds what a row-by-row search finds, in pages of any length", async () => {
  const { it: app, made, rows, pins } = await opened();
  const random = seededRandom(5);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const maybe = <T>(share: number, make: () => T): T | undefined => (random() < share ? make() : undefined);
  const short: string[] = [];
  const rare = rows.filter(
    ({ batch, kind, id, version }) => String(batch).startsWith("batch-") || pins.has(`${kind}:${id}:${version}`),
  );
  for (let question = 0; question < QUESTIONS; question += 1) {
    const pair = PAIRS[question];
    const role = pair
      ? "administrator"
      : pick(["agent", "administrator", "billing", "report manager", "call manager"] as const);
    // Most filters match a single row of the log, so that combinations find something; half of the rows are rare ones.
    const row = pick(pair || random() < 0.5 ? rare : rows);
    const fitting = (own: unknown, others: readonly string[]) =>
      typeof own === "string" && random() < 0.75 ? own : pick(others);
    const from = maybe(0.15, () => app.now() - Math.floor(random() * 80) * DAY);
    const drawn: ListFilter = Object.fromEntries(
      Object.entries({
        kind: maybe(0.4, () => fitting(row.kind, ["queue", "number", "agent", "member", "terms", "status"])),
        id: maybe(0.35, () => fitting(row.id, [...made.queues.slice(0, 4), ...made.seats.slice(0, 4)])),
        batch: maybe(0.35, () => fitting(row.batch, ["batch-a", "batch-b", "large_made", "none"])),
        person: maybe(0.3, () => fitting(row.person, [...made.people.slice(0, 3), pick(made.seats), "nobody"])),
        event: maybe(0.2, () => pick(["created", "changed", "deleted"])),
        cause: maybe(0.1, () => pick(["cover", "chosen", "zebra"])),
        from,
        to: maybe(0.15, () => (from ?? app.now() - 85 * DAY) + Math.floor(random() * 60) * DAY),
        log: maybe(0.5, () => pick(["history", "activity", "both"] as const)),
      }).filter(([, value]) => value !== undefined),
    );
    const asked = pair ? Object.fromEntries(pair.map((filter) => [filter, row[filter]])) : drawn;
    const secret = made.secrets[role];
    const caller = app.with(secret, { account: made.id });
    const me = (await app.rows("SELECT person FROM sessions WHERE id = ?", `large-${role}`))[0]!.person as string;
    const limit = pick([7, 50, 100]);
    const found: number[] = [];
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null && found.length < 200;) {
      const page = await caller.history.list({ ...(asked as object), limit, before });
      for (const { n } of page.changes) found.push(n);
      if (page.lookedTo !== null) short.push(JSON.stringify(asked));
      before = page.next;
    }
    const wanted = naive(app, rows, pins, role, me, asked).map(({ n }) => Number(n));
    if (pair) expect(wanted.length, JSON.stringify(asked)).toBeGreaterThan(0);
    expect(found, `${role} ${JSON.stringify(asked)}`).toEqual(
      wanted.slice(0, Math.max(found.length, Math.min(200, wanted.length))),
    );
  }
  expect(short.length, "pages that ended early").toBeGreaterThan(0);
}, 240_000);
