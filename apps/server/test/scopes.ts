import { phrase } from "@callboard/domain/phrase";
import { create, save } from "@callboard/domain/decision";
import type { StatusData } from "@callboard/domain/agents";
import type { Doc } from "@callboard/domain/record";
import { one } from "../src/needs.ts";
import { commit } from "../src/store.ts";
import type { Scope } from "../src/scope.ts";
import type { World } from "../src/world.ts";

/** A scope as a procedure would have it, proved for one owner. */
export const scopeOf = (world: World, account: string, more: Partial<Scope> = {}): Scope => ({
  db: world.db,
  feed: world.feed,
  now: world.now(),
  newId: world.newId,
  account,
  reach: [],
  actor: { as: "person", id: "tester" },
  standing: { role: "administrator", owner: false, softphone: false, deeds: [], parked: false, operator: false },
  ...more,
});

export const statusNamed = (name: string): StatusData => ({
  name,
  takesCalls: false,
  tone: "teal",
  icon: null,
  order: 0,
  defaultMinutes: null,
  whenOver: "stay",
  archivedAt: null,
});

export const added = (account: string, id: string, name: string) =>
  create(account, "status", id, statusNamed(name), { action: phrase("agents.didAddStatus", { status: name }) });

/** Makes a batch longer than one proposal holds, by one status that changed its name again and again. */
export async function lengthen(world: World, account: string, batch: string, by = 500): Promise<void> {
  const scope = scopeOf(world, account, { batch });
  const id = `filler-${batch}`;
  await commit(scope, {}, () => [added(account, id, batch)]);
  await commit(scope, { doc: one("status", id) }, ({ doc }) =>
    Array.from({ length: by }, (_, n) => renamed(doc, `${batch} ${n}`)),
  );
}

export const renamed = (doc: Doc<StatusData>, name: string) =>
  save("status", doc, { ...doc.data, name }, { action: phrase("agents.didChangeStatus", { status: name }) });
