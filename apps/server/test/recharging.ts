import { expect } from "vitest";
import { reconcile } from "../src/books.ts";
import { runDueJobs } from "../src/jobs.ts";
import { reconcileRequests } from "../src/errands/keeper.ts";
import { runRecharges } from "../src/payments/recharging.ts";
import { openTestApp, SECOND } from "./kit.ts";
import { setBalance } from "./money.ts";
import { addCards, sandboxOf } from "./payments.ts";

export const UNIT = 1_000_000;
const DANA = "dana@callboard.demo";

/** An account with these cards, a balance and the recharge switched on: below 10 up to 25. */
export async function openWithRecharge(
  cards: readonly string[],
  { balance = 9 * UNIT, cap = null, on = true }: { balance?: number; cap?: number | null; on?: boolean } = {},
) {
  const it = await openTestApp();
  const sandbox = sandboxOf(it);
  sandbox.latencyMs = 0;
  sandbox.patienceMs = 400;
  const ids = await addCards(
    it,
    DANA,
    "northwind",
    cards.map((number) => ({ number })),
  );
  const caller = () => it.anew(DANA, "northwind");
  const dana = it.as(DANA, "northwind");
  const form = { threshold: 10 * UNIT, target: 25 * UNIT, cap };
  if (on && cards.length > 0) await dana.balance.saveRecharge({ ...form, on: true, consent: true });
  await setBalance(it, "northwind", balance);
  /** Everything that a running server does, until nothing moves any more; `ms` later each round. */
  const settle = async (rounds = 1, ms = 0) => {
    for (let round = 0; round < rounds; round += 1) {
      it.pass(ms);
      await reconcileRequests(it.world);
      for (let moved = 1; moved > 0;) moved = (await runRecharges(it.world)) + (await runDueJobs(it.world, "errands"));
    }
  };
  const sum = async () => (await (await caller()).balance.current()).money!.micros;
  const recharges = async () => (await (await caller()).balance.recharges({})).recharges;
  const one = async (id: string) => (await caller()).balance.oneRecharge({ id });
  const payments = async () => (await (await caller()).balance.entries({ types: ["payment"] })).entries;
  const subjects = async () =>
    (await it.rows("SELECT subject FROM mails WHERE subject LIKE 'Northwind:%' ORDER BY rowid")).map(
      (row) => row.subject as string,
    );
  /** What must hold whatever happened: each charge at the provider has one entry of its sum, and the books are whole. */
  const sound = async () => {
    const whole = await reconcile(it.world.db);
    expect(whole.broken).toBeNull();
    expect([...whole.sums.values()].reduce((all, micros) => all + micros, 0n)).toBe(0n);
    const booked = await it.rows("SELECT key, micros FROM postings WHERE type = 'payment' ORDER BY key");
    const taken = await sandbox.taken();
    expect(booked.map(({ key, micros }) => [key, Number(micros)])).toEqual(
      taken.map(({ key, cents }) => [`charge:${key}`, cents * 10_000]),
    );
  };
  return { ...it, it, sandbox, ids, dana, caller, form, settle, sum, recharges, one, payments, subjects, sound };
}

export const CHECK_DELAYS = [30, 5 * SECOND] as const;
