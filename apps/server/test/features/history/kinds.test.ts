import { NO_MEMBERSHIP, canReadRecord, type Role } from "@callboard/domain/core/permissions";
import { create, remove, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { Kind } from "@callboard/domain/core/record";
import { type DataOf, type KindName, KINDS } from "@callboard/domain/core/records";
import { afterAll, describe, expect, test } from "vitest";
import { SAMPLES, toyKind } from "../../../../../packages/domain/test/support/recordSamples.ts";
import { findOrRemoved, findOne } from "../../../src/store/queries.ts";
import { checkPresetsEditable } from "../../../src/store/reads/presets.ts";
import { commit, read } from "../../../src/store/commit.ts";
import { verify } from "../../../src/store/verify/verify.ts";
import { MINUTE, openTestApp, failureOf, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";

// Does what the recipe in CONTRIBUTING promises: a kind in one file and one line in the list, with no other change.
Object.assign(KINDS, { toy: toyKind });
// Test files share their modules, and the server's threads have their own: both must not know this kind.
afterAll(() => void Reflect.deleteProperty(KINDS, "toy"));

const logEntry = { action: message("agents.cause.chosen") };
const READERS = { rita: "report manager", bill: "billing", milo: "call manager" } as const satisfies Record<
  string,
  Role
>;

async function withRecord(name: KindName) {
  const app = await openTestApp();
  const scope = () => scopeOf(app.services, app.account("northwind"));
  const [before, after] = SAMPLES[name]! as [never, never];
  const id = `toy-${name}`;
  // Everybody whom the sample names needs a seat, like people who can be chosen.
  const sampleMembers =
    name === "queue" ? (SAMPLES.queue as unknown as DataOf<"queue">[]).flatMap(({ members }) => members) : [];
  const seats = [
    ...new Set(sampleMembers.map((member) => member.id)),
    ...(name === "plannedStatus" ? [(before as DataOf<"plannedStatus">).person] : []),
  ];
  await commit(scope(), { gone: findOrRemoved(name, id), presetsOpen: checkPresetsEditable }, () => [
    ...seats.map((seat) => create(scope().account, "agent", seat, SAMPLES.agent![0] as DataOf<"agent">, logEntry)),
    create(scope().account, name, id, before, logEntry),
  ]);
  const createdAt = app.now();
  app.advance(MINUTE);
  await commit(scope(), { doc: findOne(name, id), presetsOpen: checkPresetsEditable }, ({ doc }) => [
    save(name, doc as never, after, logEntry),
  ]);
  app.advance(MINUTE);
  const present = async () => (await read(scope(), { doc: findOrRemoved(name, id) })).doc;
  const drop = () =>
    commit(scope(), { doc: findOne(name, id), presetsOpen: checkPresetsEditable }, ({ doc }) => [
      remove(name, doc as never, logEntry),
    ]);
  return {
    open: app,
    scope,
    before,
    after,
    id,
    made: createdAt,
    present,
    drop,
    which: { kind: name, id },
    dana: by(app, "dana"),
  };
}
const by = (app: TestApp, name: string) => app.callerFor(`${name}@callboard.demo`, "northwind");

describe.each(Object.entries(KINDS as unknown as Record<KindName, Kind>))("the kind %s", (entry, kind) => {
  const name = entry as KindName;

  test("has versions that can be listed, opened and compared with labels", async () => {
    const { dana, which: record } = await withRecord(name);
    const { versions, present } = await dana.history.versions(record);
    expect(versions.map(({ version, event }) => [version, event])).toEqual([
      [2, "changed"],
      [1, "created"],
    ]);
    expect(present).toBe(2);
    const firstVersion = await dana.history.version({ ...record, version: 1 });
    expect(firstVersion.values.map(({ field }) => field)).toEqual(Object.keys(kind.labels));
    for (const { label, value } of firstVersion.values)
      expect([label, value].join()).not.toMatch(/undefined|\[object|^\s*$/);
    const forward = await dana.history.compare({ ...record, from: 1, to: 2 });
    const backward = await dana.history.compare({ ...record, from: 2, to: 1 });
    expect(forward.fields.length).toBeGreaterThan(0);
    expect(backward.fields.map(({ before, after }) => [after, before])).toEqual(
      forward.fields.map(({ before, after }) => [before, after]),
    );
    expect((await dana.history.compare({ ...record, from: 2, to: 2 })).fields).toEqual([]);
  });

  test("can be read as of an instant, and its past is read-only", async () => {
    const { scope, before, id, made: createdAt } = await withRecord(name);
    const then = await read({ ...scope(), asOf: createdAt }, { doc: findOrRemoved(name, id) });
    expect(then.doc).toMatchObject({ version: 1, data: before });
    expect((await read({ ...scope(), asOf: createdAt - 1 }, { doc: findOrRemoved(name, id) })).doc).toBeNull();
    expect(await failureOf(commit({ ...scope(), asOf: createdAt }, {}, () => []))).toMatchObject({
      key: "history.pastIsReadOnly",
    });
  });

  test("is restored as declared: equal except for the fields that it keeps, or refused with its sentence", async () => {
    const { dana, which: record, before, after, present } = await withRecord(name);
    const target = { ...record, version: 1 };
    if (kind.restore.how === "refused") {
      expect(await failureOf(dana.history.proposeRestore(target))).toMatchObject({ key: kind.restore.reason });
      return;
    }
    const { proposal } = await dana.history.proposeRestore(target);
    await dana.proposals.confirm({ proposal: proposal! });
    const keeps = kind.restore.keepFields ?? [];
    const keptFields = Object.fromEntries(Object.entries(after).filter(([field]) => keeps.includes(field)));
    expect(await present()).toMatchObject({ version: 3, data: { ...(before as object), ...keptFields } });
  });

  test("can be removed and restored, and its version numbers continue", async () => {
    const { open: app, dana, which: record, after, present, drop } = await withRecord(name);
    await drop();
    expect(await present()).toBeNull();
    expect((await dana.history.versions(record)).present).toBeNull();
    if (kind.restore.how === "copy") {
      const { proposal } = await dana.history.proposeRestore({ ...record, version: 2 });
      const { lines } = await dana.proposals.get({ proposal: proposal! });
      expect(lines[0]!.text).toMatch(/ comes back$/);
      await dana.proposals.confirm({ proposal: proposal! });
      const recreated = (kind.restore.recreate?.(after, { now: app.now(), zone: "America/New_York" }) ??
        after) as object;
      expect(await present()).toMatchObject({ version: 4, data: recreated });
    }
    expect((await verify(app.services.db, app.services.seal)).broken).toBeNull();
  });

  test("is shown to the roles of its area and to nobody else, least of all to another tenant", async () => {
    const { open: app, which: record, before } = await withRecord(name);
    for (const [person, role] of Object.entries(READERS)) {
      const attempt = by(app, person).history.version({ ...record, version: 1 });
      const may = canReadRecord({ ...NO_MEMBERSHIP, role }, kind, before);
      if (may) expect((await attempt).version).toBe(1);
      else expect((await failureOf(attempt)).code).toMatch(/^(?:forbidden|not-found)$/);
    }
    const stranger = app.callerFor("solveig@callboard.demo", "solo").history;
    const missing = await failureOf(stranger.version({ kind: name, id: "never-was", version: 1 }));
    for (const attempt of [
      stranger.version({ ...record, version: 1 }),
      stranger.compare({ ...record, from: 1, to: 2 }),
    ])
      expect(await failureOf(attempt)).toEqual(missing);
  });
});
