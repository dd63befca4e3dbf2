import type { Instant } from "@callboard/domain/core/time";
import { appRouter } from "../http/router.ts";
import { callerFactory } from "../rpc/procedures.ts";
import type { DemoAccount } from "../features/demo/people.ts";

export const callers = callerFactory(appRouter);
type Caller = ReturnType<typeof callers>;

/** The demo world while it is created: its clock, callers for its people, and ids by name. */
export interface SeedContext {
  /** Sets the clock for the following calls. */
  setClock(instant: Instant): void;
  /** A caller for a person's session, or without one if they haven't signed in. */
  callerFor(email: string, account?: DemoAccount): Caller;
  /** A caller with the account's API key for phone events. */
  withKey(account: DemoAccount): Caller;
  /** Runs what is due at that time, like a running server. */
  runDueJobs(): Promise<unknown>;
  runBilling(): Promise<unknown>;
  /** A caller with any secret, such as a meter's key. */
  callerWith(secret: string, account: DemoAccount): Caller;
  accounts: Map<DemoAccount, string>;
  people: Map<string, string>;
  statuses: Map<string, string>;
}

/** An event that happens in the demo world at its time. */
export interface SeedEvent {
  at: Instant;
  run: (context: SeedContext) => Promise<unknown>;
}
