import type { Membership } from "@callboard/domain/core/permissions";
import type { Actor } from "@callboard/domain/core/actor";
import type { NewId } from "@callboard/domain/core/ids";
import type { Message } from "@callboard/domain/core/message";
import type { Instant } from "@callboard/domain/core/time";
import type { IdempotentCommand } from "./idempotency.ts";
import type { Database } from "./database/port.ts";
import type { ChangeListener } from "./changeEvent.ts";
import type { RequestLocale } from "./locale.ts";

/** A commit blocks all other writers while it runs: work on more records than this becomes a run. */
export const RUN_THRESHOLD = 500;

/** The accounts and rights of a call, and on whose behalf it acts. Checked before any rule runs. */
export interface Scope {
  db: Database;
  feed: ChangeListener;
  /** The owner of the current records: an account, or a person for preferences. */
  account: string;
  /** Other owners that this procedure may touch, as it has checked, such as the paying agency. */
  relatedAccounts: readonly string[];
  actor: Actor;
  membership: Membership;
  /** Why changes are made, as people read it in the history. */
  cause?: Message | undefined;
  now: Instant;
  /** An instant of the past as of which everything is read; nothing can be written then. */
  asOf?: Instant | undefined;
  newId: NewId;
  command?: IdempotentCommand | undefined;
  /** The id of the HTTP request. */
  request?: string | undefined;
  /** The number of records from which a change to a whole account continues as a run. */
  runThreshold?: number | undefined;
  /** The batch that changes belong to, so that they can be undone together. */
  batch?: string | undefined;
  /** Related owners whose facts no decision depends on: writes to them are guarded by their own keys alone. */
  independentAccounts?: readonly string[] | undefined;
  /** The reader's locale; absent for background work. */
  locale?: RequestLocale | undefined;
  /** Low priority: background work lets other calls go first. */
  priority?: "low" | undefined;
}

/** The instant to show: states that change through time alone are computed for it. */
export const asOfOrNow = ({ asOf, now }: Scope): Instant => asOf ?? now;

/** Adds the account's agency, so that its shared presets can be read. The caller has checked that it is the agency. */
export const scopeWithAgency = (scope: Scope, agency: string | null): Scope => ({
  ...scope,
  relatedAccounts: agency === null ? [] : [agency],
});

/** A scope for another owner. The caller has checked that it may be touched. */
export const scopeWithin = (scope: Scope, account: string, relatedAccounts: readonly string[] = []): Scope => ({
  ...scope,
  account,
  relatedAccounts,
});
