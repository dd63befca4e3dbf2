import { Failure } from "@callboard/domain/core/failure";
import type { Caller } from "./sessionCache.ts";

/**
 * How many slow operations may run at the same time: per sign-in or key, per person with all their sign-ins, and per
 * account. One person never has an account's full share.
 */
const DEFAULT_MAX = {
  streams: { each: 30, person: 300, all: 20_000 },
  downloads: { each: 3, person: 5, all: 10 },
  readings: { each: 20, person: 30, all: 60 },
};
export type ConcurrencyKind = keyof typeof DEFAULT_MAX;

const MESSAGES = {
  streams: { each: "call.streamsYours", all: "call.streamsAll" },
  downloads: { each: "call.downloadsYours", all: "call.downloadsAll" },
  readings: { each: "call.readingsMany", all: "call.readingsMany" },
} as const satisfies Record<ConcurrencyKind, object>;

/** Counts concurrent operations. Each server counts its own, because it protects its own thread. */
export class ConcurrencyLimits {
  private readonly most: typeof DEFAULT_MAX;
  private readonly going = new Map<string, number>();

  constructor(most = DEFAULT_MAX) {
    this.most = most;
  }

  /** Returns the function that ends it; ending it twice is harmless. Throws `busy` at the limit. */
  begin(what: ConcurrencyKind, caller: Caller, account: string): () => void {
    const { each, person, all } = this.most[what];
    const counts: { name: string; most: number; told: "each" | "all" }[] = [
      { name: `${what} by ${caller.as === "key" ? caller.key : caller.session}`, most: each, told: "each" },
      ...(caller.as === "person"
        ? [{ name: `${what} by person ${caller.person}`, most: person, told: "each" as const }]
        : []),
      { name: `${what} of ${account}`, most: all, told: "all" },
    ];
    for (const { name, most, told } of counts)
      if (this.countOf(name) >= most) throw new Failure("busy", MESSAGES[what][told], { most });
    for (const { name } of counts) this.add(name, 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      for (const { name } of counts) this.add(name, -1);
    };
  }

  private countOf(name: string): number {
    return this.going.get(name) ?? 0;
  }

  private add(name: string, by: 1 | -1): void {
    const count = this.countOf(name) + by;
    if (count === 0) this.going.delete(name);
    else this.going.set(name, count);
  }
}
