import { create, type Effect, remove, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RECORD_PAIRS } from "../../../../../packages/domain/test/support/recordSamples.ts";
import { findOrRemoved } from "../../../src/store/queries.ts";
import { commit } from "../../../src/store/commit.ts";
import { findBrokenLink } from "../../support/checks/changeChain.ts";
import { MINUTE, openTestApp, failureOf, type TestCaller, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

const DANA = "dana@callboard.demo";
const KINDS = ["status", "source"] as const;
const logEntry = { action: message("cause.chosen") };

/** One edit: sets one of a few records to one of two values, or removes it. */
const edit = fc.record({
  kind: fc.constantFrom(...KINDS),
  id: fc.constantFrom("a", "b", "c"),
  value: fc.constantFrom(0, 1, 0, 1, null),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

async function make(app: TestApp, { kind, id: short, value }: Edit): Promise<void> {
  const id = `random-${short}`;
  const scope = scopeOf(app.world, app.account("northwind"), { actor: { as: "person", id: app.people[DANA]! } });
  await commit(scope, { doc: findOrRemoved(kind, id) }, ({ doc }): Effect[] => {
    if (value === null) return doc ? [remove(kind, doc as never, logEntry)] : [];
    const data = { ...RECORD_PAIRS[kind][value], name: `${kind} ${short}` } as never;
    return [doc ? save(kind, doc as never, data, logEntry) : create(scope.account, kind, id, data, logEntry)];
  });
  app.pass(MINUTE);
}

type Copy = ReadonlyMap<string, Record<string, unknown>>;
async function copyOf(app: TestApp): Promise<Copy> {
  const rows = await app.rows(
    `SELECT kind, id, data FROM records WHERE account = ? AND kind IN ('status', 'source', 'queue')`,
    app.account("northwind"),
  );
  return new Map(rows.map(({ kind, id, data }) => [`${String(kind)}:${String(id)}`, JSON.parse(String(data))]));
}

/**
 * The differences as `kind:id:field`; an added or removed record has no field. `quiet`: fields that aren't settings.
 */
function differing(before: Copy, after: Copy, quiet: readonly string[] = []): string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])];
  return all.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (!was || !is) return [`${key}:`];
    const fields = Object.keys({ ...was, ...is }).filter((field) => !quiet.includes(field));
    return fields.filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field])).map((f) => `${key}:${f}`);
  });
}

/** Confirms, and compares what was written with what was shown. `keyOf` turns a line's key into `kind:id:field`. */
async function confirmed(
  app: TestApp,
  who: TestCaller,
  proposal: string,
  { keyOf = (key: string) => key.slice(key.indexOf(":") + 1), quiet = [] as readonly string[] } = {},
): Promise<string> {
  const { lines } = await who.proposals.get({ proposal });
  const shown = lines.filter(({ as }) => as === "effect").map(({ key }) => keyOf(key));
  expect(shown.length).toBeGreaterThan(0);
  const before = await copyOf(app);
  const { batch } = await who.proposals.confirm({ proposal });
  expect(differing(before, await copyOf(app), quiet).sort()).toEqual(
    shown.filter((key) => quiet.length === 0 || !key.endsWith(":")).sort(),
  );
  const rows = await app.rows("SELECT kind, id FROM changes WHERE batch = ? AND kind <> 'proposal'", batch);
  const records = new Set(shown.map((key) => key.slice(0, key.lastIndexOf(":"))));
  expect(rows.map(({ kind, id }) => `${String(kind)}:${String(id)}`).sort()).toEqual([...records].sort());
  app.pass(MINUTE);
  return batch;
}

const scenarios = fc.record({
  edits: fc.array(edit, { minLength: 4, maxLength: 16 }),
  /**
   * Which edit's record is restored to which version, and how; then to which instant, as a share of the time that
   * passed.
   */
  record: fc.nat(15),
  version: fc.integer({ min: 1, max: 5 }),
  take: fc.constantFrom("version" as const, "change" as const),
  instant: fc.integer({ min: 0, max: 15 }),
  disturbed: fc.boolean(),
});

test("restoring: every written row has its line, every line its field, and nothing else changes", async () => {
  let done = { restored: 0, brought: 0, undone: 0, stale: 0 };
  await fc.assert(
    fc.asyncProperty(scenarios, async (world) => {
      const app = await openTestApp();
      const start = app.now();
      app.pass(MINUTE);
      for (const one of world.edits) await make(app, one);
      const dana = app.as(DANA, "northwind");
      const edited = world.edits[world.record % world.edits.length]!;
      const which = { kind: edited.kind, id: `random-${edited.id}` };
      const asked = await dana.history
        .proposeRestore({ ...which, version: world.version, take: world.take })
        .catch(() => null);
      if (asked?.proposal) {
        await confirmed(app, dana, asked.proposal);
        done = { ...done, restored: done.restored + 1 };
      }
      const at = Math.min(start + world.instant * MINUTE, app.now());
      const { records } = await dana.history.asOf({ at });
      const ours = records.filter(({ id }) => id.startsWith("random-")).map(({ kind, id }) => ({ kind, id }));
      if (ours.length > 0) {
        let { proposal } = await dana.history.proposeBringBack({ at, records: ours });
        if (world.disturbed) {
          const [first] = ours;
          const short = first!.id.slice(-1) as Edit["id"];
          const kind = first!.kind as Edit["kind"];
          const stands = (await copyOf(app)).get(`${kind}:${first!.id}`);
          await make(app, { kind, id: short, value: stands ? null : 1 });
          expect(await failureOf(dana.proposals.confirm({ proposal }))).toMatchObject({ code: "conflict" });
          ({ proposal } = await dana.proposals.remake({ proposal }).catch(() => ({ proposal: "" })));
          done = { ...done, stale: done.stale + 1 };
        }
        if (proposal !== "") {
          const batch = await confirmed(app, dana, proposal);
          const undo = await dana.history.proposeUndo({ batch });
          await confirmed(app, dana, undo.proposal!);
          done = { ...done, brought: done.brought + 1, undone: done.undone + 1 };
        }
      }
      expect(await findBrokenLink(app.world.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 60 },
  );
  // A server that refuses everything would pass too.
  for (const count of Object.values(done)) expect(count).toBeGreaterThan(0);
}, 120_000);

const presets = fc.record({
  queues: fc.array(
    fc.record({ ringSeconds: fc.constantFrom(15, 20, 30), wrapUpSeconds: fc.constantFrom(0, 10), own: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  ),
  ringSeconds: fc.constantFrom(15, 20, 45),
  wrapUpSeconds: fc.constantFrom(0, 10, 25),
  disturbed: fc.boolean(),
});

test("applying a preset: each record changes exactly as shown, and keeps its own values", async () => {
  await fc.assert(
    fc.asyncProperty(presets, async (world) => {
      const app = await openTestApp();
      const dana = app.as(DANA, "northwind");
      const values = { ringSeconds: world.ringSeconds, wrapUpSeconds: world.wrapUpSeconds };
      const { id: preset } = await dana.presets.save({ of: "queue", name: "Calm", values });
      const ids: string[] = [];
      for (const [at, { own: _own, ...set }] of world.queues.entries()) {
        const members = [{ id: app.people[DANA]!, weight: 1 }];
        const queue = { name: `Queue ${at}`, routing: "longest idle" as const, members, ...set };
        ids.push((await dana.queues.save(queue)).id);
      }
      const propose = () => dana.presets.proposeApply({ preset, to: { records: ids.map((id) => ({ id })) } });
      let { proposal } = await propose();
      if (world.disturbed) {
        const { version } = await dana.queues.get({ id: ids[0]! });
        const members = [{ id: app.people[DANA]!, weight: 1 }];
        await dana.queues.save({ id: ids[0]!, version, name: "Other", routing: "round robin", members });
        expect(await failureOf(dana.proposals.confirm({ proposal: proposal! }))).toMatchObject({
          key: "proposals.changed",
        });
        ({ proposal } = await dana.proposals.remake({ proposal: proposal! }));
      }
      const keyOf = (key: string) => `queue${key.slice(key.indexOf(":"))}`;
      await confirmed(app, dana, proposal!, { keyOf, quiet: ["follows"] });
      expect(await propose()).toMatchObject({ proposal: null });
      expect(await findBrokenLink(app.world.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 40 },
  );
}, 120_000);
