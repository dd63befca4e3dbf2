import { create } from "@callboard/domain/decision";
import { message } from "@callboard/domain/phrase";
import type { NumberData } from "@callboard/domain/tracking";
import { commit } from "../src/store.ts";
import type { TestApp } from "./kit.ts";
import { scopeOf } from "./scopes.ts";

export const numberData = (it: TestApp, e164: string, more: Partial<NumberData> = {}): NumberData => ({
  e164,
  name: `Number ${e164.slice(-4)}`,
  kind: "local",
  source: null,
  route: null,
  stopped: null,
  paused: null,
  parked: null,
  standing: { is: "active", since: it.now() },
  renewsAt: it.now() + 30 * 24 * 60 * 60_000,
  paidFrom: it.now(),
  graceUntil: null,
  origin: "bought",
  ...more,
});

/** A tracking number as a carrier would have brought it, written through the one door. */
export async function addNumber(
  it: TestApp,
  account: string,
  e164: string,
  more: Partial<NumberData> = {},
): Promise<string> {
  const scope = scopeOf(it.world, it.account(account));
  const id = it.world.newId();
  const data = numberData(it, e164, more);
  await commit(scope, {}, () => [
    create(scope.account, "number", id, data, { action: message("tracking.didChangeNumber", { name: data.name }) }),
  ]);
  return id;
}
