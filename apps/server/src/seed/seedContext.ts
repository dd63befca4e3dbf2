import type { Instant } from "@callboard/domain/core/time";
import { appRouter } from "../http/router.ts";
import { callerFactory } from "../rpc/procedures.ts";
import type { DemoAccount } from "../features/demo/people.ts";

export const callers = callerFactory(appRouter);
type Caller = ReturnType<typeof callers>;

/** The demo world while it is created: its clock, clients for its people, and ids by name. */
export interface SeedContext {
  /** Sets the clock for the following calls. */
  setClock(instant: Instant): void;
  /** A client in a person's session, or without one if they haven't signed in. */
  clientFor(email: string, account?: DemoAccount): Caller;
  /** A client with the account's API key for phone events. */
  withKey(account: DemoAccount): Caller;
  /** Runs what is due at that time, like a running server. */
  runDueJobs(): Promise<unknown>;
  runBilling(): Promise<unknown>;
  /** A client with any secret, such as a meter's key. */
  clientWith(secret: string, account: DemoAccount): Caller;
  accounts: Map<DemoAccount, string>;
  people: Map<string, string>;
  statuses: Map<string, string>;
}

/** An event that happens in the demo world at its time. */
export interface SeedEvent {
  at: Instant;
  run: (context: SeedContext) => Promise<unknown>;
}
