import { openAccount } from "@callboard/domain/account";
import { create } from "@callboard/domain/decision";
import { message } from "@callboard/domain/phrase";
import type { NumberData } from "@callboard/domain/tracking";
import { findOne } from "../src/needs.ts";
import { commit, read } from "../src/store.ts";
import type { Services } from "../src/world.ts";
import { scopeOf } from "./scopes.ts";

const AT_ONCE = 100;

/** Opens many sub-accounts of an agency at once, each with a number of its own. Answers their ids. */
export async function openSubAccounts(
  world: Services,
  agency: string,
  owner: string,
  count: number,
): Promise<string[]> {
  const scope = scopeOf(world, agency);
  const { terms } = await read(scope, { terms: findOne("terms", agency) });
  const ids = Array.from({ length: count }, (_, n) => `acc_sub${String(n).padStart(5, "0")}`);
  const now = world.now();
  for (let from = 0; from < count; from += AT_ONCE) {
    const here = ids.slice(from, from + AT_ONCE);
    await commit({ ...scope, reach: here }, {}, () =>
      here.flatMap((id, at) => {
        const opening = {
          id,
          name: `Client ${from + at}`,
          zone: "America/New_York",
          plan: "advanced" as const,
          currency: "USD" as const,
          owner,
          ownerSoftphone: false,
          openingBalance: 0,
          agency: { id: agency, name: "Agency", terms: terms.data, availableMicros: 0 },
          balanceFrom: "agency" as const,
        };
        const number: NumberData = {
          // Some last digits choose a fault of the sandbox carrier: none of these here.
          e164: `+1512${2_000_000 + from * 10 + at}`,
          name: "Line",
          kind: "local",
          source: null,
          route: null,
          stopped: null,
          paused: null,
          parked: null,
          standing: { is: "active", since: now },
          renewsAt: now + 30 * 24 * 60 * 60_000,
          paidFrom: now,
          graceUntil: null,
          origin: "bought",
        };
        const action = message("tracking.didChangeNumber", { name: "Line" });
        return [
          ...openAccount(opening, { as: "person", id: owner }, now),
          create(id, "number", `${id}.n`, number, { action }),
        ];
      }),
    );
  }
  return ids;
}
