import type { UndoBatch } from "@callboard/domain/history.schema";
import { anyKind } from "@callboard/domain/records";
import type { RunCosts } from "@callboard/domain/runs";
import { showTitle } from "@callboard/domain/showing";
import type * as z from "zod/mini";
import { type Edition, type LastOfBatch, lastOfBatch } from "../../editions.ts";
import { byPayer } from "../../costs.ts";
import { spendable } from "../../errands/market.ts";
import { soleKeysOf } from "../../keys.ts";
import { known, one } from "../../needs.ts";
import { CHUNK, type NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import type { UndoItem } from "../../runs/undoBatch.ts";
import { type Scope, within } from "../../scope.ts";
import { look } from "../../store.ts";
import { inWords } from "../../words.ts";
import { type Billing, checkCovered, sumOf } from "../../restoring/monthly.ts";
import { ready } from "../../restoring/ready.ts";
import { recordKey } from "../../restoring/targets.ts";
import { type Step, undoOrder } from "./undoOrder.ts";
import { openingOf, takenBack } from "./wanted.ts";

/** A batch too long for one proposal: a run, proposed with a line for each record. */
export async function proposeLong(
  scope: Scope,
  accounts: readonly string[],
  { batch, reason }: z.output<typeof UndoBatch>,
): Promise<{ proposal: null; run: string }> {
  const run = scope.newId();
  let total = 0;
  const billing: Billing[] = [];
  for (const account of accounts) {
    const there = within(scope, account, [scope.account]);
    const place = account === scope.account ? null : await nameOf(there);
    const turns = await turnsOf(there, batch);
    for await (const page of pagesOf(there, batch)) {
      const names = await inWords(there, { zone: "UTC", currency: "USD" }, (show) =>
        page.map(({ last: { kind, data, id } }) => showTitle(anyKind(kind), data, id, show)),
      );
      const items: NewItem[] = [];
      for (const [at, part] of page.entries()) {
        const name = names[at]!;
        const input: UndoItem = { ...(await ready(there, [await takenBack(there, part)])), name, place };
        for (const one of input.billing) billing.push(one);
        items.push({
          n: total + turns.get(recordKey(part.last))!,
          about: place === null ? name : `${name} (${place})`,
          input,
        });
      }
      await writeItems(scope, run, items);
    }
    total += turns.size;
  }
  const { made } = await look(scope, { made: known("run", batch) });
  const title = made?.data.title ?? `${total} records`;
  const below = accounts.some((account) => account !== scope.account);
  const costs = await runCosts(scope, billing);
  const undo = { what: "undo batch", title, input: { batch, reason, below, costs }, state: "proposed", total } as const;
  return writeRun(scope, run, undo, { proposal: null, run });
}

/** The records of a batch, the last changed first. */
async function* pagesOf(scope: Scope, batch: string): AsyncGenerator<LastOfBatch[]> {
  for (let before: number | null = null; ;) {
    const { page }: { page: LastOfBatch[] } = await look(scope, { page: lastOfBatch(batch, before, CHUNK) });
    if (page.length === 0) return;
    yield page;
    before = page.at(-1)!.last.n;
  }
}

/** Whose turn is when, from 1 on. */
async function turnsOf(scope: Scope, batch: string): Promise<Map<string, number>> {
  const steps: Step[] = [];
  for await (const page of pagesOf(scope, batch))
    for (const part of page) steps.push(stepOf(part.last, await openingOf(scope, part)));
  return new Map(undoOrder(steps).map((key, at) => [key, at + 1]));
}

function stepOf(last: Edition, opening: Edition): Step {
  const { refers } = anyKind(last.kind);
  const holdsOf = (data: object | null) => soleKeysOf(last, data);
  const leadsOf = (data: object | null) => (data === null ? [] : (refers?.(data) ?? []).map(recordKey));
  const comes = last.event === "deleted";
  const before = opening.event === "deleted" ? opening.data : opening.before;
  return {
    key: recordKey(last),
    goes: before === null,
    comes: comes && before !== null,
    leads: comes ? [] : leadsOf(last.data),
    willLead: leadsOf(before),
    holds: holdsOf(last.event === "deleted" ? null : last.data),
    willHold: holdsOf(before),
  };
}

/** What all of it costs, and whether each payer's balance bears its part; null where no fee begins or ends. */
async function runCosts(scope: Scope, billing: readonly Billing[]): Promise<RunCosts | null> {
  if (billing.length === 0) return null;
  for (const [payer, of] of Map.groupBy(billing, (one) => one.payer)) {
    const begun = sumOf(of.map(({ costs }) => costs.begun));
    const { spendableMicros, terms } = await look(within(scope, scope.account, [payer]), {
      spendableMicros: spendable(payer),
      terms: one("terms", scope.account),
    });
    checkCovered(begun, spendableMicros, terms.data);
  }
  const [begun, back, gone] = (["begun", "back", "gone"] as const).map((part) =>
    sumOf(billing.map(({ costs }) => costs[part])),
  );
  const parts = billing.map(({ payer, costs: { begun, back, gone } }) => ({
    payer,
    nowMicros: begun.micros,
    monthMicros: back.micros - gone.micros,
  }));
  return {
    count: back!.count + gone!.count,
    nowMicros: begun!.micros,
    monthMicros: back!.micros - gone!.micros,
    parts: byPayer(parts),
  };
}

async function nameOf(scope: Scope): Promise<string> {
  const { account } = await look(scope, { account: one("account", scope.account) });
  return account.data.name;
}
