import fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "@callboard/domain/core/failure";
import { openTestApp, type TestApp } from "../../support/kit.ts";
import {
  readModel,
  idOf,
  keyOf,
  type Kind,
  referencesOf,
  writeRecords,
  shapeOf,
  type ModelRecord,
  type RecordsModel,
  findInconsistency,
} from "../../support/models/recordsModel.ts";

const KINDS = ["source", "receiver", "queue", "status", "number"] as const satisfies Kind[];
const pick = fc.tuple(fc.nat(8), fc.nat(8), fc.nat(8));
const edit = fc.record({
  kind: fc.constantFrom<Kind>(...KINDS),
  id: fc.nat(2),
  pick: fc.option(pick, { freq: 6, nil: null }),
});
const scenarios = fc.record({
  before: fc.array(edit, { minLength: 6, maxLength: 14 }),
  batch: fc.array(edit, { minLength: 1, maxLength: 5 }),
  after: fc.array(edit, { minLength: 3, maxLength: 9 }),
  restore: fc.record({
    at: fc.nat(20),
    take: fc.constantFrom("version" as const, "change" as const),
    version: fc.nat(1),
  }),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

const changeOf = (app: TestApp, { kind, id: index, pick: picked }: Edit) => {
  const id = idOf(kind, index);
  return { kind, id, data: picked === null ? null : shapeOf(app, kind, id, picked) };
};

const comparable = (model: RecordsModel) =>
  Object.fromEntries(
    [...model].map(([key, { data }]) => {
      // A number's service state isn't a setting.
      const { state: _state, position: _position, ...rest } = data;
      return [key, rest];
    }),
  );

/** Undoes a batch; answers the lines, or the failure. */
async function undoBatch(
  app: TestApp,
  batch: string,
): Promise<{ lines: string[]; failure: Failure | null; batch: string }> {
  const dana = app.callerFor("dana@callboard.demo", "northwind");
  try {
    const { proposal } = await dana.history.proposeUndo({ batch });
    const { lines } = await dana.proposals.get({ proposal: proposal! });
    const confirmation = await dana.proposals.confirm({ proposal: proposal! });
    app.advance(60_000);
    return { lines: lines.map(({ text }) => text), failure: null, batch: confirmation.batch };
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    if (!(cause instanceof Failure)) throw error;
    return { lines: [], failure: cause, batch: "" };
  }
}

/** The records with one of them as it was, and everything that it refers to, as that last was. */
function withOne(model: RecordsModel, last: RecordsModel, key: string, was: ModelRecord | undefined): RecordsModel {
  const next = new Map(model);
  if (!was) next.delete(key);
  else next.set(key, was);
  const pending = was ? referencesOf(was) : [];
  for (let reference = pending.shift(); reference; reference = pending.shift()) {
    const removed = last.get(reference);
    if (next.has(reference) || !removed) continue;
    next.set(reference, removed);
    pending.push(...referencesOf(removed));
  }
  return next;
}

/** Taken names aren't an obstacle, as another one is offered; taken numbers are. */
const withoutNames = (model: RecordsModel): RecordsModel =>
  new Map(
    [...model].map(([key, one]) => [
      key,
      one.kind === "receiver" || one.kind === "number" ? one : { ...one, data: { ...one.data, name: key } },
    ]),
  );

test("undone at once, a batch leaves the records exactly as before; later too, except those with a real obstacle, which is named", async () => {
  const counts = { atOnce: 0, later: 0, restore: 0 };
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ before, batch, after, restore }) => {
      const app = await openTestApp();
      const last = new Map<string, ModelRecord>();
      const remember = (model: RecordsModel) => model.forEach((one, key) => last.set(key, one));
      for (const one of before) {
        await writeRecords(app, [changeOf(app, one)]);
        remember(await readModel(app));
      }
      const start = await readModel(app);

      // A single restore is a batch of its own, and is undone like one.
      const dana = app.callerFor("dana@callboard.demo", "northwind");
      const target = [...start.values()][restore.at % Math.max(1, start.size)];
      if (target) {
        const proposed = await dana.history
          .proposeRestore({ kind: target.kind, id: target.id, version: 1 + restore.version, take: restore.take })
          .catch(() => null);
        if (proposed?.proposal) {
          const confirmation = await dana.proposals.confirm({ proposal: proposed.proposal });
          app.advance(60_000);
          expect(findInconsistency(await readModel(app))).toBeNull();
          const back = await undoBatch(app, confirmation.batch);
          expect([back.failure?.key, back.lines.filter((line) => line.includes("stays as it is"))]).toEqual([
            undefined,
            [],
          ]);
          expect(comparable(await readModel(app))).toEqual(comparable(start));
          counts.restore += 1;
        }
      }

      const batchId = "p.bulk";
      await writeRecords(
        app,
        batch.map((one) => changeOf(app, one)),
        batchId,
      );
      const middle = await readModel(app);
      remember(middle);
      if (JSON.stringify(comparable(middle)) === JSON.stringify(comparable(start))) return app.close();
      const undo = await undoBatch(app, batchId);
      expect(undo.failure?.key).toBeUndefined();
      expect(comparable(await readModel(app))).toEqual(comparable(start));
      const redo = await undoBatch(app, undo.batch);
      expect(redo.failure?.key).toBeUndefined();
      expect(comparable(await readModel(app))).toEqual(comparable(middle));
      const redone = await readModel(app);
      counts.atOnce += 1;

      for (const one of after) {
        await writeRecords(app, [changeOf(app, one)]);
        remember(await readModel(app));
      }
      const beforeUndo = await readModel(app);
      const late = await undoBatch(app, redo.batch);
      const final = await readModel(app);
      expect(findInconsistency(final)).toBeNull();
      for (const key of new Set(batch.map((one) => keyOf(changeOf(app, one))))) {
        const touched = beforeUndo.get(key)?.version !== redone.get(key)?.version;
        const changed = JSON.stringify(comparable(start)[key]) !== JSON.stringify(comparable(middle)[key]);
        if (touched || !changed) continue;
        const expected = { ...(comparable(start)[key] as object | undefined), name: "" };
        const actual = { ...(comparable(final)[key] as object | undefined), name: "" };
        if (JSON.stringify(expected) === JSON.stringify(actual)) {
          counts.later += 1;
          continue;
        }
        // It stayed as it is: restoring it alone must be inconsistent with everything else as it is now.
        const inconsistency = findInconsistency(withoutNames(withOne(final, last, key, start.get(key))));
        expect(inconsistency, `${key} stayed: ${late.failure?.key ?? late.lines.join("; ")}`).not.toBeNull();
      }
      return app.close();
    }),
    { numRuns: 40 },
  );
  // A server that refuses everything would pass too.
  for (const [name, count] of Object.entries(counts)) expect(count, name).toBeGreaterThan(0);
}, 240_000);
