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

/** The accounts and rights of a call, and on whose behalf it acts. Proven before any rule runs. */
export interface Scope {
  db: Database;
  feed: ChangeListener;
  /** The owner of the current records: an account, or a person for preferences. */
  account: string;
  /** Other owners that this procedure proved, such as the paying agency. */
  relatedAccounts: readonly string[];
  actor: Actor;
  membership: Membership;
  cause?: Message | undefined;
  now: Instant;
  asOf?: Instant | undefined;
  newId: NewId;
  command?: IdempotentCommand | undefined;
  request?: string | undefined;
  /** The number of records from which a change to a whole account continues as a run. */
  runThreshold?: number | undefined;
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

/** Adds the agency that the caller was proven to belong to, so that its shared presets can be read. */
export const scopeWithAgency = (scope: Scope, agency: string | null): Scope => ({
  ...scope,
  relatedAccounts: agency === null ? [] : [agency],
});

/** A scope for another owner that the caller has proven. */
export const scopeWithin = (scope: Scope, account: string, relatedAccounts: readonly string[] = []): Scope => ({
  ...scope,
  account,
  relatedAccounts,
});
