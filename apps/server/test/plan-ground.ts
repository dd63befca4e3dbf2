import { addMember } from "@callboard/domain/account";
import { commit } from "../src/store.ts";
import { SOLVEIG } from "./bakery.ts";
import { openTestApp, START, type TestApp, DAY } from "./kit.ts";
import { setBalance } from "./money.ts";
import { addNumber } from "./numbered.ts";
import { scopeOf } from "./scopes.ts";

interface BakerySize {
  numbers?: number;
  queues?: number;
  people?: number;
  balance?: number;
}

/** Corner Bakery on Advanced, with so much of everything that Essentials may have no room for it. */
export async function openLargeBakery({ numbers = 0, queues = 0, people = 0, balance = 300_000_000 }: BakerySize = {}) {
  const it = await openTestApp();
  await setBalance(it, "solo", balance);
  const me = () => it.anew(SOLVEIG, "solo");
  const solveig = await me();
  const { proposal } = await solveig.lifecycle.proposePlan({ plan: "advanced" });
  await solveig.proposals.confirm({ proposal, name: null });
  const ids: Record<"numbers" | "queues" | "people", string[]> = { numbers: [], queues: [], people: [] };
  for (let at = 0; at < numbers; at += 1)
    ids.numbers.push(
      await addNumber(it, "solo", `+15125551${String(100 + at)}`, {
        name: `Line ${at}`,
        renewsAt: START + 10 * DAY,
        paidFrom: START - 20 * DAY,
      }),
    );
  for (let at = 0; at < queues; at += 1) ids.queues.push((await solveig.queues.save(queueOf(it, `Queue ${at}`))).id);
  for (let at = 0; at < people; at += 1) ids.people.push(await addPerson(it, `Person ${at}`));
  return { it, me, solveig, ids };
}

export const queueOf = (it: TestApp, name: string) => ({
  name,
  routing: "longest idle" as const,
  members: [{ id: it.people[SOLVEIG]!, weight: 1 }],
});

/** Somebody with a seat in the bakery, and no way to sign in. */
async function addPerson(it: TestApp, name: string): Promise<string> {
  const scope = scopeOf(it.world, it.account("solo"));
  const id = `person-${name.replace(" ", "-")}`;
  await commit(scope, {}, () => [
    ...addMember(scope.account, id, { role: "agent", softphone: true }, scope.actor, it.now()),
  ]);
  return id;
}

/** Everything that people have set, as it stands: without what counts versions and tells times. */
export async function settingsSnapshot(it: TestApp): Promise<unknown[]> {
  const rows = await it.rows(
    `SELECT kind, id, data FROM records WHERE account = ? AND kind NOT IN ('proposal', 'subscription', 'terms')
     ORDER BY kind, id`,
    it.account("solo"),
  );
  const [terms] = await it.rows("SELECT data FROM records WHERE account = ? AND kind = 'terms'", it.account("solo"));
  const { since: _since, ...contract } = JSON.parse(terms!.data as string);
  return [contract, ...rows.map(({ kind, id, data }) => ({ kind, id, data: JSON.parse(data as string) }))];
}
