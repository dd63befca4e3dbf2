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
const logEntry = { action: message("agents.cause.chosen") };

/** One edit: sets one of a few records to one of two values, or removes it. */
const edit = fc.record({
  kind: fc.constantFrom(...KINDS),
  id: fc.constantFrom("a", "b", "c"),
  value: fc.constantFrom(0, 1, 0, 1, null),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

async function applyEdit(app: TestApp, { kind, id: letter, value }: Edit): Promise<void> {
  const id = `random-${letter}`;
  const scope = scopeOf(app.services, app.account("northwind"), { actor: { as: "person", id: app.people[DANA]! } });
  await commit(scope, { doc: findOrRemoved(kind, id) }, ({ doc }): Effect[] => {
    if (value === null) return doc ? [remove(kind, doc as never, logEntry)] : [];
    const data = { ...RECORD_PAIRS[kind][value], name: `${kind} ${letter}` } as never;
    return [doc ? save(kind, doc as never, data, logEntry) : create(scope.account, kind, id, data, logEntry)];
  });
  app.advance(MINUTE);
}

type Copy = ReadonlyMap<string, Record<string, unknown>>;
async function copyOf(app: TestApp): Promise<Copy> {
  const rows = await app.selectRows(
    `SELECT kind, id, data FROM records WHERE account = ? AND kind IN ('status', 'source', 'queue')`,
    app.account("northwind"),
  );
  return new Map(rows.map(({ kind, id, data }) => [`${String(kind)}:${String(id)}`, JSON.parse(String(data))]));
}

/**
 * The differences as `kind:id:field`; an added or removed record has no field. `ignoredFields`: fields that aren't settings.
 */
function differences(before: Copy, after: Copy, ignoredFields: readonly string[] = []): string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])];
  return all.flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    if (!was || !is) return [`${key}:`];
    const fields = Object.keys({ ...was, ...is }).filter((field) => !ignoredFields.includes(field));
    return fields.filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field])).map((f) => `${key}:${f}`);
  });
}

/** Confirms, and compares what was written with what was shown. `keyOf` turns a line's key into `kind:id:field`. */
async function confirmAndCompare(
  app: TestApp,
  who: TestCaller,
  proposal: string,
  { keyOf = (key: string) => key.slice(key.indexOf(":") + 1), ignoredFields = [] as readonly string[] } = {},
): Promise<string> {
  const { lines } = await who.proposals.get({ proposal });
  const shown = lines.filter(({ as }) => as === "effect").map(({ key }) => keyOf(key));
  expect(shown.length).toBeGreaterThan(0);
  const before = await copyOf(app);
  const { batch } = await who.proposals.confirm({ proposal });
  expect(differences(before, await copyOf(app), ignoredFields).sort()).toEqual(
    shown.filter((key) => ignoredFields.length === 0 || !key.endsWith(":")).sort(),
  );
  const rows = await app.selectRows("SELECT kind, id FROM changes WHERE batch = ? AND kind <> 'proposal'", batch);
  const records = new Set(shown.map((key) => key.slice(0, key.lastIndexOf(":"))));
  expect(rows.map(({ kind, id }) => `${String(kind)}:${String(id)}`).sort()).toEqual([...records].sort());
  app.advance(MINUTE);
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
  changedMeanwhile: fc.boolean(),
});

test("restoring: every written row has its line, every line its field, and nothing else changes", async () => {
  let counts = { restored: 0, brought: 0, undone: 0, stale: 0 };
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const app = await openTestApp();
      const start = app.now();
      app.advance(MINUTE);
      for (const one of scenario.edits) await applyEdit(app, one);
      const dana = app.callerFor(DANA, "northwind");
      const edited = scenario.edits[scenario.record % scenario.edits.length]!;
      const record = { kind: edited.kind, id: `random-${edited.id}` };
      const proposed = await dana.history
        .proposeRestore({ ...record, version: scenario.version, take: scenario.take })
        .catch(() => null);
      if (proposed?.proposal) {
        await confirmAndCompare(app, dana, proposed.proposal);
        counts = { ...counts, restored: counts.restored + 1 };
      }
      const at = Math.min(start + scenario.instant * MINUTE, app.now());
      const { records } = await dana.history.asOf({ at });
      const ours = records.filter(({ id }) => id.startsWith("random-")).map(({ kind, id }) => ({ kind, id }));
      if (ours.length > 0) {
        let { proposal } = await dana.history.proposeBringBack({ at, records: ours });
        if (scenario.changedMeanwhile) {
          const [first] = ours;
          const letter = first!.id.slice(-1) as Edit["id"];
          const kind = first!.kind as Edit["kind"];
          const existing = (await copyOf(app)).get(`${kind}:${first!.id}`);
          await applyEdit(app, { kind, id: letter, value: existing ? null : 1 });
          expect(await failureOf(dana.proposals.confirm({ proposal }))).toMatchObject({ code: "conflict" });
          ({ proposal } = await dana.proposals.remake({ proposal }).catch(() => ({ proposal: "" })));
          counts = { ...counts, stale: counts.stale + 1 };
        }
        if (proposal !== "") {
          const batch = await confirmAndCompare(app, dana, proposal);
          const undo = await dana.history.proposeUndo({ batch });
          await confirmAndCompare(app, dana, undo.proposal!);
          counts = { ...counts, brought: counts.brought + 1, undone: counts.undone + 1 };
        }
      }
      expect(await findBrokenLink(app.services.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 60 },
  );
  // A server that refuses everything would pass too.
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
}, 240_000);

const presets = fc.record({
  queues: fc.array(
    fc.record({ ringSeconds: fc.constantFrom(15, 20, 30), wrapUpSeconds: fc.constantFrom(0, 10), own: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  ),
  ringSeconds: fc.constantFrom(15, 20, 45),
  wrapUpSeconds: fc.constantFrom(0, 10, 25),
  changedMeanwhile: fc.boolean(),
});

test("applying a preset: each record changes exactly as shown, and keeps its own values", async () => {
  await fc.assert(
    fc.asyncProperty(presets, async (scenario) => {
      const app = await openTestApp();
      const dana = app.callerFor(DANA, "northwind");
      const values = { ringSeconds: scenario.ringSeconds, wrapUpSeconds: scenario.wrapUpSeconds };
      const { id: preset } = await dana.presets.save({ kind: "queue", name: "Calm", values });
      const ids: string[] = [];
      for (const [at, { own: _own, ...set }] of scenario.queues.entries()) {
        const members = [{ id: app.people[DANA]!, weight: 1 }];
        const queue = { name: `Queue ${at}`, routing: "longest idle" as const, members, ...set };
        ids.push((await dana.queues.save(queue)).id);
      }
      const propose = () => dana.presets.proposeApply({ preset, to: { records: ids.map((id) => ({ id })) } });
      let { proposal } = await propose();
      if (scenario.changedMeanwhile) {
        const { version } = await dana.queues.get({ id: ids[0]! });
        const members = [{ id: app.people[DANA]!, weight: 1 }];
        await dana.queues.save({ id: ids[0]!, version, name: "Other", routing: "round robin", members });
        expect(await failureOf(dana.proposals.confirm({ proposal: proposal! }))).toMatchObject({
          key: "proposals.changed",
        });
        ({ proposal } = await dana.proposals.remake({ proposal: proposal! }));
      }
      const keyOf = (key: string) => `queue${key.slice(key.indexOf(":"))}`;
      await confirmAndCompare(app, dana, proposal!, { keyOf, ignoredFields: ["follows"] });
      expect(await propose()).toMatchObject({ proposal: null });
      expect(await findBrokenLink(app.services.db)).toBeNull();
      await app.close();
    }),
    { numRuns: 40 },
  );
}, 240_000);
