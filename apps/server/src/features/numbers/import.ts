import { ImportFileInput } from "@callboard/domain/numbers/importSchema";
import { payerOf } from "@callboard/domain/account/rules";
import type { ImportItem } from "@callboard/domain/numbers/importNumbers";
import { monthlyFee } from "@callboard/domain/numbers/rules";
import { countryOfZone } from "@callboard/domain/numbers/phoneNumber";
import type { RunCosts } from "@callboard/domain/runs/rules";
import { findOne } from "../../store/queries.ts";
import type { NewItem } from "../../runs/items.ts";
import { readImport } from "./importFile.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { messageRenderer } from "../../store/messageText.ts";

/** The most rejected lines that one answer contains; the run's report has all of them. */
const REJECTED_SHOWN = 100;

export interface ImportProposal {
  run: string;
  /** The lines of the file, and how many of them can be imported. */
  total: number;
  ready: number;
  rejected: { line: number; about: string; reason: string }[];
  rejectedCount: number;
}

/** Reads a file and proposes the run, with a line for each row. Nothing is imported yet. */
export const importNumbers = accountProcedure("change routing")
  .input(ImportFileInput)
  .mutation(async ({ ctx: { scope, context, services }, input: { name, text } }): Promise<ImportProposal> => {
    const items = await readImport(scope, countryOfZone(context.zone), text);
    const run = services.newId();
    const render = messageRenderer(scope, context.zone);
    const rejectedLines = items.flatMap(({ n, about, rejected: why }) =>
      why ? [{ line: n, about, reason: render(why) }] : [],
    );
    const ready = items.length - rejectedLines.length;
    await writeItems(scope, run, items);
    const answer = {
      run,
      total: items.length,
      ready,
      rejected: rejectedLines.slice(0, REJECTED_SHOWN),
      rejectedCount: rejectedLines.length,
    };
    const newRun = {
      type: "import numbers",
      title: name,
      input: { costs: await importCosts(scope, items) },
      state: "proposed",
      total: items.length,
    } as const;
    return writeRun(scope, run, newRun, answer);
  });

/** Numbers are already paid for at their former provider: here their fee starts a month after they arrive. */
async function importCosts(scope: Scope, items: readonly NewItem[]): Promise<RunCosts | null> {
  const { account, terms } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
  });
  const ready = items.flatMap(({ input }) => (input === null ? [] : [input as ImportItem]));
  if (ready.length === 0) return null;
  const monthMicros = ready.reduce((sum, { kind }) => sum + monthlyFee(terms.data, kind), 0);
  const cost = { nowMicros: 0, monthMicros };
  return { count: ready.length, ...cost, parts: [{ ...cost, payer: payerOf(scope.account, account.data) }] };
}
