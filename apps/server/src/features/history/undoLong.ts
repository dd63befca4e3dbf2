import type { UndoBatchInput } from "@callboard/domain/history/schema";
import { anyKind } from "@callboard/domain/core/records";
import type { RunCosts } from "@callboard/domain/runs/rules";
import { formatTitle } from "@callboard/domain/core/fieldFormat";
import type * as z from "zod/mini";
import { type RecordVersion, type BatchChange, findBatchChanges } from "../../store/versions.ts";
import { sumByPayer } from "../../store/reads/costs.ts";
import { spendableBalance } from "../../store/reads/numberOwner.ts";
import { uniqueKeysOf } from "../../store/recordKeys.ts";
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
    const accountScope = scopeWithin(scope, account, [scope.account]);
    const accountName = account === scope.account ? null : await nameOf(accountScope);
    const positions = await orderOfBatch(accountScope, batch);
    for await (const page of batchPages(accountScope, batch)) {
      const names = await withDisplayNames(accountScope, { zone: "UTC", currency: "USD" }, (show) =>
        page.map(({ last: { kind, data, id } }) => formatTitle(anyKind(kind), data, id, show)),
      );
      const items: NewItem[] = [];
      for (const [index, change] of page.entries()) {
        const name = names[index]!;
        const input: UndoItem = {
          ...(await prepareRestore(accountScope, [await undoTargetOf(accountScope, change)])),
          name,
          accountName,
        };
        for (const accountBilling of input.billing) billing.push(accountBilling);
        items.push({
          n: total + positions.get(targetKey(change.last))!,
          about: accountName === null ? name : `${name} (${accountName})`,
          input,
        });
      }
      await writeItems(scope, run, items);
    }
    total += positions.size;
  }
  const { originalRun } = await read(scope, { originalRun: findOptional("run", batch) });
  const title = originalRun?.data.title ?? `${total} records`;
  const subAccounts = accounts.some((account) => account !== scope.account);
  const costs = await runCosts(scope, billing);
  const undo = {
    type: "undo batch",
    title,
    input: { batch, reason, subAccounts, costs },
    state: "proposed",
    total,
  } as const;
  return writeRun(scope, run, undo, { proposal: null, run });
}

/** The records of a batch, the last changed first. */
async function* batchPages(scope: Scope, batch: string): AsyncGenerator<BatchChange[]> {
  for (let beforePosition: number | null = null; ;) {
    const { page }: { page: BatchChange[] } = await read(scope, {
      page: findBatchChanges(batch, beforePosition, CHUNK),
    });
    if (page.length === 0) return;
    yield page;
    beforePosition = page.at(-1)!.last.n;
  }
}

/** Each record's position in the run, from 1. */
async function orderOfBatch(scope: Scope, batch: string): Promise<Map<string, number>> {
  const steps: UndoStep[] = [];
  for await (const page of batchPages(scope, batch))
    for (const change of page) steps.push(undoStep(change.last, await firstVersionOfBatch(scope, change)));
  return new Map(undoOrder(steps).map((key, index) => [key, index + 1]));
}

/** `last` and `first`: the last and the first version of the record that the batch made. */
function undoStep(last: RecordVersion, first: RecordVersion): UndoStep {
  const { references } = anyKind(last.kind);
  const keysOf = (data: object | null) => uniqueKeysOf(last, data);
  const referencesOf = (data: object | null) => (data === null ? [] : (references?.(data) ?? []).map(targetKey));
  const isRemoved = last.event === "deleted";
  const before = first.event === "deleted" ? first.data : first.before;
  return {
    key: targetKey(last),
    removes: before === null,
    restores: isRemoved && before !== null,
    referencesNow: isRemoved ? [] : referencesOf(last.data),
    referencesAfter: referencesOf(before),
    holds: keysOf(last.event === "deleted" ? null : last.data),
    willHold: keysOf(before),
  };
}

/** The total cost after checking that each payer's balance covers its part; null if no fee starts or ends. */
async function runCosts(scope: Scope, billing: readonly TargetBilling[]): Promise<RunCosts | null> {
  if (billing.length === 0) return null;
  for (const [payer, bills] of Map.groupBy(billing, ({ payer }) => payer)) {
    const starting = addFeeSums(bills.map(({ costs }) => costs.starting));
    const { spendableMicros, terms } = await read(scopeWithin(scope, scope.account, [payer]), {
      spendableMicros: spendableBalance(payer),
      terms: findOne("terms", scope.account),
    });
    checkCovered(starting, spendableMicros, terms.data);
  }
  const [starting, resumed, gone] = (["starting", "resumed", "gone"] as const).map((part) =>
    addFeeSums(billing.map(({ costs }) => costs[part])),
  );
  const parts = billing.map(({ payer, costs: { starting, resumed, gone } }) => ({
    payer,
    nowMicros: starting.micros,
    monthMicros: resumed.micros - gone.micros,
  }));
  return {
    count: resumed!.count + gone!.count,
    nowMicros: starting!.micros,
    monthMicros: resumed!.micros - gone!.micros,
    parts: sumByPayer(parts),
  };
}

async function nameOf(scope: Scope): Promise<string> {
  const { account } = await read(scope, { account: findOne("account", scope.account) });
  return account.data.name;
}
