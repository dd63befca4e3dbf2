import { Failure } from "@callboard/domain/failure";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Guessing at passwords, codes and links is slowed down per address and per name. */
export interface Limits {
  /** Throws `busy` with the seconds to wait. */
  spend(door: "sign in" | "mail", ...names: string[]): Promise<void>;
  forget(door: "sign in", name: string): Promise<void>;
}

const MINUTE_S = 60;

export function limits(points = 10): Limits {
  const doors = {
    "sign in": new RateLimiterMemory({ keyPrefix: "sign-in", points, duration: 5 * MINUTE_S }),
    mail: new RateLimiterMemory({ keyPrefix: "mail", points, duration: 60 * MINUTE_S }),
  };
  return {
    async spend(door, ...names) {
      try {
        for (const name of names) await doors[door].consume(name);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        throw new Failure("busy", "call.tooOften", { seconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
      }
    },
    async forget(door, name) {
      await doors[door].delete(name);
    },
  };
}
