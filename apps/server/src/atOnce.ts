import { Failure } from "@callboard/domain/failure";
import type { Caller } from "./rooms/access/doorkeeper.ts";

/** How much of what takes long one sign-in or key may have going at the same time, and one account altogether. */
const MOST = {
  streams: { each: 30, all: 20_000 },
  downloads: { each: 3, all: 10 },
  readings: { each: 20, all: 60 },
};
export type Going = keyof typeof MOST;

const TOLD = {
  streams: { each: "call.streamsYours", all: "call.streamsAll" },
  downloads: { each: "call.downloadsYours", all: "call.downloadsAll" },
  readings: { each: "call.readingsMany", all: "call.readingsMany" },
} as const satisfies Record<Going, object>;

/** Counts what is going on at the same time. Each server counts its own: it is its own thread that is kept free. */
export class AtOnce {
  private readonly most: typeof MOST;
  private readonly going = new Map<string, number>();

  constructor(most = MOST) {
    this.most = most;
  }

  /** Answers how it ends; called twice it ends once. Throws `busy` where there is too much already. */
  begin(what: Going, caller: Caller, account: string): () => void {
    const { each, all } = this.most[what];
    const own = `${what} ${caller.as === "key" ? caller.key : caller.session}`;
    const ours = `${what} of ${account}`;
    if (this.countOf(own) >= each) throw new Failure("busy", TOLD[what].each, { most: each });
    if (this.countOf(ours) >= all) throw new Failure("busy", TOLD[what].all, { most: all });
    this.add(own, 1);
    this.add(ours, 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.add(own, -1);
      this.add(ours, -1);
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
