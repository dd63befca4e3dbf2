import { create, type Effect, remove, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RECORD_PAIRS } from "../../../../../packages/domain/test/support/recordSamples.ts";
import { purge } from "../../../src/store/purge.ts";
import { findOrRemoved, findAll } from "../../../src/store/queries.ts";
import { commit, read } from "../../../src/store/commit.ts";
import { verify } from "../../../src/store/verify/verify.ts";
import { DAY, openTestApp, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const RUNS = Number(process.env.PROPERTY_RUNS ?? 6);
const KINDS = ["status", "source", "receiver", "queue", "number", "account", "terms", "lifecycle", "agent"] as const;
const PEOPLE = ["dana", "milo", "finn"] as const;
const logEntry = { action: message("agents.cause.chosen") };

/** One edit: a person changes one of a few records of a kind to one of two values, or removes it; then time passes. */
const edits = fc.array(
  fc.record({
    by: fc.constantFrom(...PEOPLE),
    kind: fc.constantFrom(...KINDS),
    id: fc.constantFrom("a", "b"),
    value: fc.constantFrom(0, 1, null),
    pause: fc.integer({ min: 0, max: 30 * 60_000 }),
  }),
  { minLength: 10, maxLength: 40 },
);
type Edit = Omit<typeof edits extends fc.Arbitrary<(infer E)[]> ? E : never, "pause">;

/** Names are unique within an account, so each record has its own. */
function valueOf(app: TestApp, kind: KindName, id: string, value: 0 | 1): never {
  const data = { ...RECORD_PAIRS[kind][value] } as Record<string, unknown>;
  if (kind === "status" || kind === "source" || kind === "queue") data.name = `${kind} ${id}`;
  if (kind === "number") data.e164 = `+1512555014${id === "a" ? 1 : 2}`;
  if (kind === "receiver") data.e164 = `+1512555015${id === "a" ? 1 : 2}`;
  // People who left don't return with a restored queue; these two stay in the account.
  if (kind === "queue")
    data.members = ["ava", "ben"].slice(value).map((who) => ({ id: app.people[`${who}@callboard.demo`]!, weight: 1 }));
  return data as never;
}

async function apply(app: TestApp, { by, kind, id: letter, value }: Edit): Promise<void> {
  const id = `random-${letter}`;
  const scope = scopeOf(app.services, app.account("northwind"), {
    actor: { as: "person", id: app.people[`${by}@callboard.demo`]! },
  });
  await commit(scope, { doc: findOrRemoved(kind, id) }, ({ doc }): Effect[] => {
    if (value === null) return doc ? [remove(kind, doc as never, logEntry)] : [];
    const data = valueOf(app, kind, letter, value);
    return [doc ? save(kind, doc as never, data, logEntry) : create(scope.account, kind, id, data, logEntry)];
  });
}

async function copyOf(app: TestApp, asOf?: number): Promise<Record<string, unknown>> {
  const queries = Object.fromEntries(KINDS.map((kind) => [kind, findAll(kind)]));
  const records: Record<string, unknown> = await read(
    { ...scopeOf(app.services, app.account("northwind")), asOf },
    queries,
  );
  return structuredClone(records);
}

test("the account as of any instant equals the copy made then; the log only grows and stays valid", async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const app = await openTestApp();
      const copies: { at: number; copy: Record<string, unknown> }[] = [];
      let rows = 0;
      for (const { pause, ...edit } of list) {
        app.advance(pause + 1);
        await apply(app, edit);
        copies.push({ at: app.now(), copy: await copyOf(app) });
        const [count] = await app.selectRows("SELECT count(*) AS n FROM changes");
        expect(Number(count!.n)).toBeGreaterThanOrEqual(rows);
        rows = Number(count!.n);
      }
      for (const { at, copy } of copies) expect(await copyOf(app, at)).toEqual(copy);
      await purge(app.services);
      for (const { at, copy } of copies) expect(await copyOf(app, at)).toEqual(copy);
      expect((await verify(app.services.db, app.services.seal)).broken).toBeNull();
      await app.close();
    }),
    { numRuns: RUNS },
  );
});

test("restoring any version of any record makes the next version, equal to it except for the fields that its kind keeps", async () => {
  await fc.assert(
    fc.asyncProperty(edits, fc.nat(), async (list, pick) => {
      const app = await openTestApp();
      for (const { pause, ...edit } of list) {
        app.advance(pause + 1);
        await apply(app, edit);
      }
      const kinds = ["status", "source", "receiver", "queue", "number"] as const;
      const versions = await app.selectRows(
        `SELECT kind, id, version, data, event FROM changes WHERE account = ? AND id LIKE 'random-%'
         AND kind IN (${kinds.map(() => "?").join(", ")}) ORDER BY seq`,
        app.account("northwind"),
        ...kinds,
      );
      const chosen = versions[pick % Math.max(1, versions.length)];
      if (chosen) await restoreAndCompare(app, chosen as never);
      await app.close();
    }),
    { numRuns: RUNS * 2 },
  );
});

async function restoreAndCompare(
  app: TestApp,
  chosen: { kind: (typeof KINDS)[number]; id: string; version: number; data: string },
): Promise<void> {
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const { kind, id } = chosen;
  const scope = scopeOf(app.services, app.account("northwind"));
  const present = (await read(scope, { doc: findOrRemoved(kind, id) })).doc;
  const expected = JSON.parse(chosen.data) as object;
  if (present && JSON.stringify(present.data) === JSON.stringify(expected)) return;
  const [last] = await app.selectRows(
    "SELECT max(version) AS version FROM changes WHERE kind = ? AND id = ?",
    kind,
    id,
  );
  const { proposal } = await dana.history.proposeRestore({ kind, id, version: chosen.version });
  await dana.proposals.confirm({ proposal: proposal! });
  const after = (await read(scope, { doc: findOrRemoved(kind, id) })).doc!;
  const kindOf = anyKind(kind);
  const recreate = present === null && kindOf.restore.how === "copy" ? kindOf.restore.recreate : undefined;
  expect(after).toMatchObject({
    version: Number(last!.version) + 1,
    data: recreate ? (recreate(expected, { now: app.now(), zone: "America/New_York" }) as object) : expected,
  });
  if (!present) return;
  const back = await dana.history.proposeRestore({ kind, id, version: present.version });
  await dana.proposals.confirm({ proposal: back.proposal! });
  expect((await read(scope, { doc: findOrRemoved(kind, id) })).doc!.data).toEqual(present.data);
}

test("a plan with less history hides old versions at once, and nothing is lost before the purge", async () => {
  const app = await openTestApp();
  const account = app.account("northwind");
  for (let day = 0; day < 9; day += 1) {
    app.advance(DAY);
    await apply(app, { by: "dana", kind: "status", id: "a", value: day % 2 === 0 ? 0 : 1 });
  }
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  const record = { kind: "status", id: "random-a" };
  expect((await dana.history.versions(record)).versions).toHaveLength(9);
  const scope = scopeOf(app.services, account);
  await commit(scope, { terms: findOrRemoved("terms", account) }, ({ terms }) => [
    save("terms", terms!, { ...terms!.data, retentionDays: 7 }, logEntry),
  ]);
  expect((await dana.history.versions(record)).versions.map(({ version }) => version)).toEqual([9, 8, 7, 6, 5, 4, 3]);
  expect(await app.selectRows("SELECT 1 FROM changes WHERE kind = 'status' AND id = 'random-a'")).toHaveLength(9);
  await purge(app.services);
  expect(await app.selectRows("SELECT 1 FROM changes WHERE kind = 'status' AND id = 'random-a'")).toHaveLength(8);
});
