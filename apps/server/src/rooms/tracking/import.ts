import { ImportFile } from "@callboard/domain/numberImport.schema";
import { payerOf } from "@callboard/domain/account";
import type { ImportItem } from "@callboard/domain/numberImport";
import { feeOf } from "@callboard/domain/numbers";
import { countryOfZone } from "@callboard/domain/phoneNumber";
import type { RunCosts } from "@callboard/domain/runs";
import { one } from "../../needs.ts";
import type { NewItem } from "../../runs/items.ts";
import { readImport } from "../../runs/importFile.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { said } from "../said.ts";

/** How many refused lines an answer carries; the rest is in the run's report. */
const REFUSED_SHOWN = 100;

export interface Proposed {
  run: string;
  total: number;
  ready: number;
  refused: { line: number; about: string; reason: string }[];
  refusedCount: number;
}

/** Reads a file and proposes the run: each line stands there as it would go, and nothing is imported yet. */
export const importNumbers = open("change routing")
  .input(ImportFile)
  .mutation(async ({ ctx: { scope, place, world }, input: { name, text } }): Promise<Proposed> => {
    const items = await readImport(scope, countryOfZone(place.zone), text);
    const run = world.newId();
    const words = said(scope, place.zone);
    const refused = items.flatMap(({ n, about, refused: why }) =>
      why ? [{ line: n, about, reason: words(why) }] : [],
    );
    const ready = items.length - refused.length;
    await writeItems(scope, run, items);
    const answer = {
      run,
      total: items.length,
      ready,
      refused: refused.slice(0, REFUSED_SHOWN),
      refusedCount: refused.length,
    };
    const proposed = {
      what: "import numbers",
      title: name,
      input: { costs: await costsOf(scope, items) },
      state: "proposed",
      total: items.length,
    } as const;
    return writeRun(scope, run, proposed, answer);
  });

/** Each number was paid for where it comes from: here its fee begins a month after it has come. */
async function costsOf(scope: Scope, items: readonly NewItem[]): Promise<RunCosts | null> {
  const { account, terms } = await look(scope, {
    account: one("account", scope.account),
    terms: one("terms", scope.account),
  });
  const ready = items.flatMap(({ input }) => (input === null ? [] : [input as ImportItem]));
  if (ready.length === 0) return null;
  const monthMicros = ready.reduce((sum, { kind }) => sum + feeOf(terms.data, kind), 0);
  const cost = { nowMicros: 0, monthMicros };
  return { count: ready.length, ...cost, parts: [{ ...cost, payer: payerOf(scope.account, account.data) }] };
}
