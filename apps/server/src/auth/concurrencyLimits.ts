import { Failure } from "@callboard/domain/core/failure";
import type { Caller } from "./sessionCache.ts";

/**
 * How many slow operations may run at the same time: per sign-in or key, per person with all their sign-ins, and per
 * account. One person never has an account's full share. Streams are live subscriptions; readings are slow queries that
 * run in a reader thread.
 */
const DEFAULT_MAX = {
  streams: { each: 30, person: 300, all: 20_000 },
  downloads: { each: 3, person: 5, all: 10 },
  readings: { each: 20, person: 30, all: 60 },
};
export type ConcurrencyKind = keyof typeof DEFAULT_MAX;

const MESSAGES = {
  streams: { each: "api.tooManyOwnStreams", all: "api.tooManyAccountStreams" },
  downloads: { each: "api.tooManyOwnDownloads", all: "api.tooManyAccountDownloads" },
  readings: { each: "api.tooManyReads", all: "api.tooManyReads" },
} as const satisfies Record<ConcurrencyKind, object>;

/** Counts concurrent operations. Each server counts its own, because it protects its own thread. */
export class ConcurrencyLimits {
  private readonly max: typeof DEFAULT_MAX;
  private readonly active = new Map<string, number>();

  constructor(max = DEFAULT_MAX) {
    this.max = max;
  }

  /**
   * Counts an operation as running. Returns the function that ends it; ending it twice is harmless. Throws `busy` at
   * the limit.
   */
  begin(kind: ConcurrencyKind, caller: Caller, account: string): () => void {
    const { each, person, all } = this.max[kind];
    const counts: { name: string; limit: number; message: "each" | "all" }[] = [
      { name: `${kind} by ${caller.as === "key" ? caller.key : caller.session}`, limit: each, message: "each" },
      ...(caller.as === "person"
        ? [{ name: `${kind} by person ${caller.person}`, limit: person, message: "each" as const }]
        : []),
      { name: `${kind} of ${account}`, limit: all, message: "all" },
    ];
    for (const { name, limit, message } of counts)
      if (this.countOf(name) >= limit) throw new Failure("busy", MESSAGES[kind][message], { max: limit });
    for (const { name } of counts) this.add(name, 1);
    let hasEnded = false;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      for (const { name } of counts) this.add(name, -1);
    };
  }

  private countOf(name: string): number {
    return this.active.get(name) ?? 0;
  }

  private add(name: string, delta: 1 | -1): void {
    const count = this.countOf(name) + delta;
    if (count === 0) this.active.delete(name);
    else this.active.set(name, count);
  }
}
