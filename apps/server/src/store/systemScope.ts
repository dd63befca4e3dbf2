import { NO_MEMBERSHIP, type Membership } from "@callboard/domain/core/permissions";
import type { Actor } from "@callboard/domain/core/actor";
import { message } from "@callboard/domain/core/message";
import type { Run } from "@callboard/domain/runs/rules";
import type { Scope } from "./scope.ts";
import type { Services } from "../services.ts";

/** The services that background work needs. */
export type ScopeServices = Pick<Services, "db" | "now" | "newId"> & Pick<Scope, "feed">;

/** For background work, on behalf of the actor who requested it. */
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

/** For changes of the run itself. */
export const runsScope = (services: Services, account: string): Scope =>
  systemScope(services, account, { as: "job", id: "runs" });

/**
 * For an item: acts with the identity and permissions of the person who started the run, as part of the run's batch.
 */
export const itemScope = (services: Services, { account, id, data }: Run, membership: Membership): Scope => ({
  ...systemScope(services, account, data.responsible),
  membership,
  priority: "low",
  batch: id,
  cause: message("runs.cause", { run: data.title }),
});
