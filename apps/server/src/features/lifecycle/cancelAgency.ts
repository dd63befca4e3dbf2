import { isInForce } from "@callboard/domain/lifecycle/rules";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { truncateText } from "@callboard/domain/core/text/text";
import { formatNumberCount } from "@callboard/domain/lifecycle/runningCost";
import { numberCounts } from "../../store/search/recordCounts.ts";
import { findAllSorted, readPage, countListed } from "../../store/search/lists.ts";
import { findOne } from "../../store/queries.ts";
import { type CancelItem, RELEASED_STATES, releasedNumbers } from "./cancelAgencyRun.ts";
import type { NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import { RUN_THRESHOLD, type Scope, scopeWithin } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { accountProcedure } from "../../rpc/procedures.ts";
import { findSubAccounts } from "../../store/reads/dependents.ts";
import { readPayerAndAgency, checkAction, accountQueries } from "../../store/reads/accountFacts.ts";

/** Cancels an agency with all its sub-accounts: a run, proposed with a line for each account. */
export const cancelAgencyProcedures = {
  proposeAgencyCancel: accountProcedure("run the agency").mutation(
    async ({ ctx: { scope } }): Promise<{ run: string }> => {
      const payerAndAgency = await readPayerAndAgency(scope);
      const facts = await read(scope, accountQueries(payerAndAgency, scope));
      checkAction("cancel the agency", facts, scope);
      const { subAccounts } = await read(scope, { subAccounts: findSubAccounts });
      const items = new ItemWriter(scope, scope.newId());
      for (const account of subAccounts) await writeAccountItems(items, scope, account);
      await writeAccountItems(items, scope, scope.account);
      await items.flush();
      const { name } = facts.account.data;
      // `typed`: the name that somebody must type to start the run.
      const input = { subAccounts: true, typed: name };
      const { run, total } = items;
      return writeRun(scope, run, { type: "cancel agency", title: name, input, state: "proposed", total }, { run });
    },
  ),
};

/** How many numbers are read and written between two pauses: about 5 ms of work. */
const PAGE_SIZE = 50;

/** Numbers the items in order and writes them in chunks. */
class ItemWriter {
  total = 0;
  readonly run: string;
  private readonly scope: Scope;
  private buffer: NewItem[] = [];

  constructor(scope: Scope, run: string) {
    this.scope = scope;
    this.run = run;
  }

  async add(about: string, input: CancelItem): Promise<number> {
    this.total += 1;
    this.buffer.push({ n: this.total, about: truncateText(about, 300), input });
    if (this.buffer.length === PAGE_SIZE) await this.flush();
    return this.total;
  }

  async flush(): Promise<void> {
    await writeItems(this.scope, this.run, this.buffer);
    this.buffer = [];
  }
}

/**
 * Writes an item for an account that isn't canceled. If it has many numbers, each is an item too: after their account's
 * item, or before it for the agency itself, which is canceled last.
 */
async function writeAccountItems(items: ItemWriter, scope: Scope, account: string): Promise<void> {
  const accountScope = scopeWithin(scope, account, [scope.account]);
  const { settings, lifecycle, total } = await read(accountScope, {
    settings: findOne("account", account),
    lifecycle: findOne("lifecycle", account),
    total: countListed("number"),
  });
  if (isInForce(lifecycle.data.canceled, scope.now)) return;
  const { name } = settings.data;
  if (total <= (scope.runThreshold ?? RUN_THRESHOLD)) {
    const { numbers } = await read(accountScope, { numbers: findAllSorted("number", "number") });
    const porting = numbers.filter(({ data }) => data.state.is === "porting");
    const input = { account, name, numbers: releasedNumbers(numbers) };
    const outcome =
      porting.length > 0
        ? `${porting.map(({ data }) => formatPhoneNumber(data.e164)).join(", ")} being ported to another carrier`
        : `${formatNumberCount(input.numbers.length)} released`;
    await items.add(`${name}: ${outcome}`, input);
    return;
  }
  const { counts, keptCounts } = await read(accountScope, {
    counts: numberCounts(RELEASED_STATES),
    keptCounts: numberCounts(["held", "forwarded"]),
  });
  const isAgency = account === scope.account;
  // When the agency's own item runs, its other numbers have been released by the items before it.
  const text = `${name}: ${formatNumberCount(total)} released one by one`;
  const accountItem = isAgency ? null : await items.add(text, { account, name, numbers: null, counts });
  await writeNumberItems(items, accountScope, { name, account, after: accountItem });
  if (isAgency) await items.add(text, { account, name, numbers: null, counts: keptCounts });
}

/** An item for each active number. A number being ported gets one too, which fails until porting is over. */
async function writeNumberItems(
  items: ItemWriter,
  accountScope: Scope,
  { name, account, after }: { name: string; account: string; after: number | null },
): Promise<void> {
  for (let cursor: string | null = null; ;) {
    const range = { by: "number", limit: PAGE_SIZE, after: cursor };
    const page: Awaited<ReturnType<typeof readPage<"number">>> = await readPage(accountScope, "number", range);
    for (const { id, data } of page.docs)
      if (data.state.is === "active" || data.state.is === "porting")
        await items.add(`${name}: ${formatPhoneNumber(data.e164)} released`, { account, number: id, after });
    cursor = page.next;
    if (cursor === null) return;
  }
}
