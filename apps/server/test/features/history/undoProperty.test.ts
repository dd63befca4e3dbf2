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
  restored: fc.record({
    at: fc.nat(20),
    take: fc.constantFrom("version" as const, "change" as const),
    version: fc.nat(1),
  }),
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

const changeOf = (app: TestApp, { kind, id: short, pick: picked }: Edit) => {
  const id = idOf(kind, short);
  return { kind, id, data: picked === null ? null : shapeOf(app, kind, id, picked) };
};

const plain = (world: RecordsModel) =>
  Object.fromEntries(
    [...world].map(([key, { data }]) => {
      // A number's service state isn't a setting.
      const { standing: _standing, position: _position, ...rest } = data;
      return [key, rest];
    }),
  );

/** Undoes a batch; answers the lines, or the failure. */
async function undone(
  app: TestApp,
  batch: string,
): Promise<{ lines: string[]; refused: Failure | null; batch: string }> {
  const dana = app.as("dana@callboard.demo", "northwind");
  try {
    const { proposal } = await dana.history.proposeUndo({ batch });
    const { lines } = await dana.proposals.get({ proposal: proposal! });
    const done = await dana.proposals.confirm({ proposal: proposal! });
    app.pass(60_000);
    return { lines: lines.map(({ text }) => text), refused: null, batch: done.batch };
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    if (!(cause instanceof Failure)) throw error;
    return { lines: [], refused: cause, batch: "" };
  }
}

/** The records with one of them as it was, and everything that it refers to, as that last was. */
function withOne(world: RecordsModel, last: RecordsModel, key: string, was: ModelRecord | undefined): RecordsModel {
  const next = new Map(world);
  if (!was) next.delete(key);
  else next.set(key, was);
  const waiting = was ? referencesOf(was) : [];
  for (let lead = waiting.shift(); lead; lead = waiting.shift()) {
    const gone = last.get(lead);
    if (next.has(lead) || !gone) continue;
    next.set(lead, gone);
    waiting.push(...referencesOf(gone));
  }
  return next;
}

/** Taken names aren't an obstacle, as another one is offered; taken numbers are. */
const unnamed = (world: RecordsModel): RecordsModel =>
  new Map(
    [...world].map(([key, one]) => [
      key,
      one.kind === "receiver" || one.kind === "number" ? one : { ...one, data: { ...one.data, name: key } },
    ]),
  );

test("undone at once, a batch leaves the records exactly as before; later too, except those with a real obstacle, which is named", async () => {
  const seen = { atOnce: 0, later: 0, restored: 0 };
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ before, batch, after, restored }) => {
      const app = await openTestApp();
      const last = new Map<string, ModelRecord>();
      const remember = (world: RecordsModel) => world.forEach((one, key) => last.set(key, one));
      for (const one of before) {
        await writeRecords(app, [changeOf(app, one)]);
        remember(await readModel(app));
      }
      const start = await readModel(app);

      // A single restore is a batch of its own, and is undone like one.
      const dana = app.as("dana@callboard.demo", "northwind");
      const target = [...start.values()][restored.at % Math.max(1, start.size)];
      if (target) {
        const asked = await dana.history
          .proposeRestore({ kind: target.kind, id: target.id, version: 1 + restored.version, take: restored.take })
          .catch(() => null);
        if (asked?.proposal) {
          const done = await dana.proposals.confirm({ proposal: asked.proposal });
          app.pass(60_000);
          expect(findInconsistency(await readModel(app))).toBeNull();
          const back = await undone(app, done.batch);
          expect([back.refused?.key, back.lines.filter((line) => line.includes("stays as it is"))]).toEqual([
            undefined,
            [],
          ]);
          expect(plain(await readModel(app))).toEqual(plain(start));
          seen.restored += 1;
        }
      }

      const named = "p.bulk";
      await writeRecords(
        app,
        batch.map((one) => changeOf(app, one)),
        named,
      );
      const middle = await readModel(app);
      remember(middle);
      if (JSON.stringify(plain(middle)) === JSON.stringify(plain(start))) return app.close();
      const undo = await undone(app, named);
      expect(undo.refused?.key).toBeUndefined();
      expect(plain(await readModel(app))).toEqual(plain(start));
      const redo = await undone(app, undo.batch);
      expect(redo.refused?.key).toBeUndefined();
      expect(plain(await readModel(app))).toEqual(plain(middle));
      const redone = await readModel(app);
      seen.atOnce += 1;

      for (const one of after) {
        await writeRecords(app, [changeOf(app, one)]);
        remember(await readModel(app));
      }
      const then = await readModel(app);
      const late = await undone(app, redo.batch);
      const final = await readModel(app);
      expect(findInconsistency(final)).toBeNull();
      for (const key of new Set(batch.map((one) => keyOf(changeOf(app, one))))) {
        const touched = then.get(key)?.version !== redone.get(key)?.version;
        const moved = JSON.stringify(plain(start)[key]) !== JSON.stringify(plain(middle)[key]);
        if (touched || !moved) continue;
        const wanted = { ...(plain(start)[key] as object | undefined), name: "" };
        const has = { ...(plain(final)[key] as object | undefined), name: "" };
        if (JSON.stringify(wanted) === JSON.stringify(has)) {
          seen.later += 1;
          continue;
        }
        // It stayed as it is: restoring it alone must be inconsistent with everything else as it is now.
        const wrong = findInconsistency(unnamed(withOne(final, last, key, start.get(key))));
        expect(wrong, `${key} stayed: ${late.refused?.key ?? late.lines.join("; ")}`).not.toBeNull();
      }
      return app.close();
    }),
    { numRuns: 40 },
  );
  // A server that refuses everything would pass too.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
}, 120_000);
