import { message } from "@callboard/domain/phrase";
import { post } from "@callboard/domain/decision";
import { adjustment } from "@callboard/domain/ledger";
import { money } from "@callboard/domain/money";
import { commit } from "../src/store.ts";
import type { TestCaller, TestApp } from "./kit.ts";
import { scopeOf } from "./scopes.ts";

/** A meter's caller in an account, by a key that the operator made. */
export async function meterOf(it: TestApp, account: string): Promise<TestCaller> {
  const { secret } = await it
    .as("otto@callboard.demo")
    .access.createMeterKey({ account: it.account(account), name: "Meter" });
  return it.with(secret);
}

/** What stands on an account's own balance, whoever pays for it, in micros. */
export async function ownBalance(it: TestApp, id: string): Promise<number> {
  const [row] = await it.rows(
    `SELECT CASE WHEN from_book = ?1 THEN from_after ELSE to_after END AS sum FROM postings
     WHERE ?1 IN (from_book, to_book) ORDER BY seq DESC LIMIT 1`,
    `${id}/balance`,
  );
  return Number(row?.sum ?? 0);
}

/** Puts the balance at this sum, as an adjustment of the operator's would. */
export async function setBalance(it: TestApp, account: string, micros: number): Promise<void> {
  const id = it.account(account);
  const change = micros - (await ownBalance(it, id));
  if (change === 0) return;
  const memo = message("balance.adjusted", { reason: "for the test" });
  const key = `test:${it.world.newId()}`;
  const actor = { as: "operator", id: it.people["otto@callboard.demo"]! } as const;
  await commit(scopeOf(it.world, id, { actor }), {}, () => [
    post(adjustment(id, money(change, "USD"), memo, it.now(), key)),
  ]);
}

/** An event of a meter, one minute long unless said otherwise. */
export const usageEvent = (it: TestApp, id: string, more: Record<string, unknown> = {}) => ({
  id,
  kind: "minutes",
  quantity: 1,
  at: it.now(),
  ...more,
});
