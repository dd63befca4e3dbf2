import { create } from "@callboard/domain/decision";
import { message } from "@callboard/domain/phrase";
import type { NumberData } from "@callboard/domain/tracking";
import { commit } from "../src/store.ts";
import { DAY, START, type TestApp } from "./kit.ts";
import { numberData } from "./numbered.ts";
import { scopeOf } from "./scopes.ts";

const CHUNK = 500;

const manyE164 = (at: number): string => `+1512${String(3_000_000 + at)}`;

/** An account with many numbers, each written through the one door. Answers their ids in the order of the numbers. */
export async function addManyNumbers(
  it: TestApp,
  account: string,
  count: number,
  more: (at: number) => Partial<NumberData> = () => ({}),
): Promise<string[]> {
  const scope = scopeOf(it.world, it.account(account));
  const ids = Array.from({ length: count }, (_, at) => `many${String(at).padStart(6, "0")}`);
  for (let from = 0; from < count; from += CHUNK)
    await commit(scope, {}, () =>
      ids.slice(from, from + CHUNK).map((id, index) => {
        const at = from + index;
        const paid = { renewsAt: START + (1 + (at % 29)) * DAY, paidFrom: START - 2 * DAY };
        const data = numberData(it, manyE164(at), { name: `Line ${at}`, ...paid, ...more(at) });
        return create(scope.account, "number", id, data, {
          action: message("tracking.didChangeNumber", { name: data.name }),
        });
      }),
    );
  return ids;
}
