import type { UndoBatchInput } from "@callboard/domain/history/schema";
import { anyKind } from "@callboard/domain/core/records";
import type { RunCosts } from "@callboard/domain/runs/rules";
import { formatTitle } from "@callboard/domain/core/fieldFormat";
import type * as z from "zod/mini";
import { type RecordVersion, type BatchChange, findBatchChanges } from "../../store/versions.ts";
import { sumByPayer } from "../../store/reads/costs.ts";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { soleKeysOf } from "../../store/recordKeys.ts";
import { findOptional, findOne } from "../../store/queries.ts";
import { CHUNK, type NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import type { UndoItem } from "./undoBatchRun.ts";
import { type Scope, scopeWithin } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { type TargetBilling, checkCovered, addFeeSums } from "./restoring/monthlyCosts.ts";
import { prepareRestore } from "./restoring/prepare.ts";
import { targetKey } from "./restoring/targets.ts";
import { type UndoStep, undoOrder } from "./undoOrder.ts";
import { firstVersionOfBatch, undoTargetOf } from "./restoreTargets.ts";

/** For a batch that is too long for one proposal: proposes a run with a line for each record. */
export async function proposeUndoRun(
  scope: Scope,
  accounts: readonly string[],
  { batch, reason }: z.output<typeof UndoBatchInput>,
): Promise<{ proposal: null; run: string }> {
  const run = scope.newId();
  let total = 0;
  const billing: TargetBilling[] = [];
  for (const account of accounts) {
    const there = scopeWithin(scope, account, [scope.account]);
    const place = account === scope.account ? null : await nameOf(there);
    const turns = await orderOfBatch(there, batch);
    for await (const page of batchPages(there, batch)) {
      const names = await withDisplayNames(there, { zone: "UTC", currency: "USD" }, (show) =>
        page.map(({ last: { kind, data, id } }) => formatTitle(anyKind(kind), data, id, show)),
      );
      const items: NewItem[] = [];
      for (const [at, part] of page.entries()) {
        const name = names[at]!;
        const input: UndoItem = { ...(await prepareRestore(there, [await undoTargetOf(there, part)])), name, place };
        for (const one of input.billing) billing.push(one);
        items.push({
          n: total + turns.get(targetKey(part.last))!,
          about: place === null ? name : `${name} (${place})`,
          input,
        });
      }
      await writeItems(scope, run, items);
    }
    total += turns.size;
  }
  const { made } = await read(scope, { made: findOptional("run", batch) });
  const title = made?.data.title ?? `${total} records`;
  const below = accounts.some((account) => account !== scope.account);
  const costs = await runCosts(scope, billing);
  const undo = { what: "undo batch", title, input: { batch, reason, below, costs }, state: "proposed", total } as const;
  return writeRun(scope, run, undo, { proposal: null, run });
}

/** The records of a batch, the last changed first. */
async function* batchPages(scope: Scope, batch: string): AsyncGenerator<BatchChange[]> {
  for (let before: number | null = null; ;) {
    const { page }: { page: BatchChange[] } = await read(scope, { page: findBatchChanges(batch, before, CHUNK) });
    if (page.length === 0) return;
    yield page;
    before = page.at(-1)!.last.n;
  }
}

/** Each record's turn, from 1 on. */
async function orderOfBatch(scope: Scope, batch: string): Promise<Map<string, number>> {
  const steps: UndoStep[] = [];
  for await (const page of batchPages(scope, batch))
    for (const part of page) steps.push(undoStep(part.last, await firstVersionOfBatch(scope, part)));
  return new Map(undoOrder(steps).map((key, at) => [key, at + 1]));
}

function undoStep(last: RecordVersion, opening: RecordVersion): UndoStep {
  const { refers } = anyKind(last.kind);
  const holdsOf = (data: object | null) => soleKeysOf(last, data);
  const leadsOf = (data: object | null) => (data === null ? [] : (refers?.(data) ?? []).map(targetKey));
  const comes = last.event === "deleted";
  const before = opening.event === "deleted" ? opening.data : opening.before;
  return {
    key: targetKey(last),
    goes: before === null,
    comes: comes && before !== null,
    leads: comes ? [] : leadsOf(last.data),
    willLead: leadsOf(before),
    holds: holdsOf(last.event === "deleted" ? null : last.data),
    willHold: holdsOf(before),
  };
}

/** The total cost after checking that each payer's balance covers its part; null if no fee starts or ends. */
async function runCosts(scope: Scope, billing: readonly TargetBilling[]): Promise<RunCosts | null> {
  if (billing.length === 0) return null;
  for (const [payer, of] of Map.groupBy(billing, (one) => one.payer)) {
    const begun = addFeeSums(of.map(({ costs }) => costs.begun));
    const { spendableMicros, terms } = await read(scopeWithin(scope, scope.account, [payer]), {
      spendableMicros: spendableBalance(payer),
      terms: findOne("terms", scope.account),
    });
    checkCovered(begun, spendableMicros, terms.data);
  }
  const [begun, back, gone] = (["begun", "back", "gone"] as const).map((part) =>
    addFeeSums(billing.map(({ costs }) => costs[part])),
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
    parts: sumByPayer(parts),
  };
}

async function nameOf(scope: Scope): Promise<string> {
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  return account.data.name;
}
