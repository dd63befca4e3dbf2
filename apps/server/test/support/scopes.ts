import { message } from "@callboard/domain/core/message";
import { create, save } from "@callboard/domain/core/effect";
import type { StatusData } from "@callboard/domain/agents/rules";
import type { Doc } from "@callboard/domain/core/record";
import { findOne } from "../../src/store/queries.ts";
import { commit } from "../../src/store/commit.ts";
import type { Scope } from "../../src/store/scope.ts";
import type { Services } from "../../src/services.ts";

/** A scope like a procedure's, proved for one owner. */
export const scopeOf = (services: Services, account: string, overrides: Partial<Scope> = {}): Scope => ({
  db: services.db,
  feed: services.feed,
  now: services.now(),
  newId: services.newId,
  account,
  relatedAccounts: [],
  actor: { as: "person", id: "tester" },
  membership: {
    role: "administrator",
    owner: false,
    softphone: false,
    permissions: [],
    frozen: false,
    operator: false,
  },
  ...overrides,
});

const statusNamed = (name: string): StatusData => ({
  name,
  takesCalls: false,
  color: "teal",
  icon: null,
  order: 0,
  defaultMinutes: null,
  whenOver: "stay",
  archivedAt: null,
});

export const addStatus = (account: string, id: string, name: string) =>
  create(account, "status", id, statusNamed(name), { action: message("agents.didAddStatus", { status: name }) });

/** Makes a batch longer than one proposal holds, by renaming one status again and again. */
export async function makeLongBatch(services: Services, account: string, batch: string, count = 500): Promise<void> {
  const scope = scopeOf(services, account, { batch });
  const id = `filler-${batch}`;
  await commit(scope, {}, () => [addStatus(account, id, batch)]);
  await commit(scope, { doc: findOne("status", id) }, ({ doc }) =>
    Array.from({ length: count }, (_, n) => renameStatus(doc, `${batch} ${n}`)),
  );
}

export const renameStatus = (doc: Doc<StatusData>, name: string) =>
  save("status", doc, { ...doc.data, name }, { action: message("agents.didChangeStatus", { status: name }) });
