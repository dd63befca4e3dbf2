import type { Instant } from "@callboard/domain/core/time";
import { appRouter } from "../http/router.ts";
import { callerFactory } from "../rpc/procedures.ts";
import type { DemoAccount } from "../features/demo/people.ts";

export const callers = callerFactory(appRouter);
type Caller = ReturnType<typeof callers>;

/** The demo world while it is created: the signed-in people, and the ids. */
export interface SeedContext {
  /** Sets the clock for the following calls. */
  at(instant: Instant): void;
  callerFor(email: string, account?: DemoAccount): Caller;
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
