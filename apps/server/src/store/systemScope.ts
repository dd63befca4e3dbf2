import { NO_MEMBERSHIP, type Membership } from "@callboard/domain/core/permissions";
import type { Actor } from "@callboard/domain/core/actor";
import { message } from "@callboard/domain/core/message";
import type { Run } from "@callboard/domain/runs/rules";
import type { Scope } from "./scope.ts";
import type { Services } from "../services.ts";

/** The services that background work needs. */
export type ScopeServices = Pick<Services, "db" | "now" | "newId"> & Pick<Scope, "feed">;

/** A scope for background work on behalf of the actor who requested it. It has no permissions of its own. */
export const systemScope = ({ db, feed, now, newId }: ScopeServices, account: string, actor: Actor): Scope => ({
  db,
  feed,
  now: now(),
  newId,
  account,
  actor,
  membership: NO_MEMBERSHIP,
  relatedAccounts: [],
});

/** A scope for changing a run's own record, such as its progress. */
export const runsScope = (services: Services, account: string): Scope =>
  systemScope(services, account, { as: "job", id: "runs" });

/**
 * A scope for an item of a run: acts with the identity and permissions of the person who started the run, as part of
 * the run's batch.
 */
export const itemScope = (services: Services, { account, id, data }: Run, membership: Membership): Scope => ({
  ...systemScope(services, account, data.responsible),
  membership,
  priority: "low",
  batch: id,
  cause: message("runs.cause", { run: data.title }),
});
