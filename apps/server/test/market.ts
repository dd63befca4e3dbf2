import { runDueJobs } from "../src/jobs.ts";
import { MINUTE, openTestApp, SECOND } from "./kit.ts";

export const AVAILABLE_NUMBER = "+15125550100";
/** A number whose last three digits choose one of the sandbox carrier's faults. */
export const faultyNumber = (last: number): string => `+15122200${last}`;

/** Northwind pays by itself; its administrator buys. */
export async function openNumberOrders() {
  const it = await openTestApp();
  const dana = it.as("dana@callboard.demo", "northwind");
  const work = async (ms = 0) => {
    it.pass(ms);
    await runDueJobs(it.world);
  };
  return {
    ...it,
    dana,
    work,
    /** Until every fault that passes has passed. */
    settle: async () => {
      for (const ms of [0, 6 * SECOND, 11 * SECOND, 21 * SECOND, 41 * SECOND, 5 * MINUTE]) await work(ms);
    },
    buy: (e164: string, key?: string) =>
      it.as("dana@callboard.demo", "northwind", { key }).tracking.buy({ e164, name: "Spring" }),
    balance: async () => (await dana.balance.current()).money!.micros,
    errand: (id: string) => dana.tracking.errand({ id }),
    bought: (e164: string) =>
      it.rows("SELECT id, data FROM records WHERE kind = 'number' AND data ->> '$.e164' = ?", e164),
    fees: (errand: string) => it.rows("SELECT micros, to_book FROM postings WHERE key = ?", `errand:${errand}`),
    /** What the carrier itself has given out. */
    sold: (e164: string) => it.rows("SELECT key FROM sandbox_numbers WHERE number = ?", e164),
  };
}
