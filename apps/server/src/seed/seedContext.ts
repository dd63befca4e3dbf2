import type { Instant } from "@callboard/domain/core/time";
import { appRouter } from "../http/router.ts";
import { callerFactory } from "../rpc/procedures.ts";
import type { DemoAccount } from "../features/demo/people.ts";

export const callers = callerFactory(appRouter);
type Caller = ReturnType<typeof callers>;

/** The demo world as it is being made: who is signed in, and what got which id. */
export interface SeedContext {
  /** Sets the clock; what is called afterwards happens then. */
  at(instant: Instant): void;
  as(email: string, account?: DemoAccount): Caller;
  withKey(account: DemoAccount): Caller;
  /** Does what is due at the clock's time, as a running server would. */
  workOff(): Promise<unknown>;
  bill(): Promise<unknown>;
  /** By any secret, a meter's key for one. */
  by(secret: string, account: DemoAccount): Caller;
  accounts: Map<DemoAccount, string>;
  people: Map<string, string>;
  statuses: Map<string, string>;
}

/** Something that happens in the demo world when its clock gets there. */
export interface SeedEvent {
  at: Instant;
  happen: (making: SeedContext) => Promise<unknown>;
}
