import type { Membership } from "@callboard/domain/core/permissions";
import type { Actor } from "@callboard/domain/core/actor";
import type { NewId } from "@callboard/domain/core/ids";
import type { Phrase } from "@callboard/domain/core/message";
import type { Instant } from "@callboard/domain/core/time";
import type { IdempotentCommand } from "./idempotency.ts";
import type { Database } from "./database/port.ts";
import type { ChangeListener } from "./changeEvent.ts";
import type { RequestLocale } from "./locale.ts";

/** One commit holds everybody up for as long as it takes: what is longer than this is a run. */
export const RUN_THRESHOLD = 500;

/** What a call may touch, and on whose behalf. Proved before any rule runs. */
export interface Scope {
  db: Database;
  feed: ChangeListener;
  /** The owner of the records at hand: an account, or a person for preferences. */
  account: string;
  /** Other owners that this very procedure proved, such as the paying agency. */
  reach: readonly string[];
  actor: Actor;
  standing: Membership;
  cause?: Phrase | undefined;
  now: Instant;
  asOf?: Instant | undefined;
  newId: NewId;
  command?: IdempotentCommand | undefined;
  request?: string | undefined;
  /** From how many records on a change of a whole account goes on as a run. */
  longFrom?: number | undefined;
  batch?: string | undefined;
  /** Owners in reach whose facts nothing follows from: what is written of them is kept apart by keys of its own. */
  apart?: readonly string[] | undefined;
  /** Whose words an answer is in; absent for work that nobody waits for. */
  locale?: RequestLocale | undefined;
  /** Work that nobody sits and waits for: it lets others go first. */
  calm?: boolean | undefined;
}

/** The instant that is looked at: a state that time alone moves is worked out for it. */
export const asOfOrNow = ({ asOf, now }: Scope): Instant => asOf ?? now;

/** With the agency above in reach, which the caller was proved to stand under: what it hands down can be read. */
export const scopeWithAgency = (scope: Scope, agency: string | null): Scope => ({
  ...scope,
  reach: agency === null ? [] : [agency],
});

/** Narrows or widens a scope to another owner that the caller has proved. */
export const scopeWithin = (scope: Scope, account: string, reach: readonly string[] = []): Scope => ({
  ...scope,
  account,
  reach,
});
