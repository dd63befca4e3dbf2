import { Failure } from "@callboard/domain/failure";
import { SENDING_LIMITS, type SendingLimits } from "../../mail/sendings.ts";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Guessing at passwords, codes and links is slowed down per address and per name. */
export interface Limits {
  /** Throws `busy` with the seconds to wait. */
  spend(door: "sign in" | "address" | "mail", ...names: string[]): Promise<void>;
  forget(door: "sign in", name: string): Promise<void>;
  /** How many mails go to addresses of somebody's choosing. */
  readonly sendings: SendingLimits;
}

const MINUTE_S = 60;
/** Many people of one office share an address: it has more tries than a name, and still an end. */
const PEOPLE_OF_AN_ADDRESS = 10;

export function limits(points = 10, sendings = SENDING_LIMITS): Limits {
  const doors = {
    "sign in": new RateLimiterMemory({ keyPrefix: "sign-in", points, duration: 5 * MINUTE_S }),
    address: new RateLimiterMemory({
      keyPrefix: "address",
      points: points * PEOPLE_OF_AN_ADDRESS,
      duration: 5 * MINUTE_S,
    }),
    mail: new RateLimiterMemory({ keyPrefix: "mail", points, duration: 60 * MINUTE_S }),
  };
  return {
    sendings,
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
