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
import { readPayerAndAgency, checkVerb, accountQueries } from "../../store/reads/accountFacts.ts";

/** Cancels an agency with all its sub-accounts: a run, proposed with a line for each account. */
export const cancelAgencyProcedures = {
  proposeAgencyCancel: accountProcedure("run the agency").mutation(
    async ({ ctx: { scope } }): Promise<{ run: string }> => {
      const around = await readPayerAndAgency(scope);
      const whole = await read(scope, accountQueries(around, scope));
      checkVerb("cancel the agency", whole, scope);
      const { found } = await read(scope, { found: findSubAccounts });
      const items = new ItemWriter(scope, scope.newId());
      for (const account of found) await writeAccountItems(items, scope, account);
      await writeAccountItems(items, scope, scope.account);
      await items.written();
      const { name } = whole.account.data;
      const input = { below: true, typed: name };
      const { run, total } = items;
      return writeRun(scope, run, { what: "cancel agency", title: name, input, state: "proposed", total }, { run });
    },
  ),
};

/** How many numbers are read and written between two pauses: some 5 ms of work. */
const PAGE = 50;

/** Numbers the items in their order and writes them in chunks. */
class ItemWriter {
  total = 0;
  readonly run: string;
  private readonly scope: Scope;
  private waiting: NewItem[] = [];

  constructor(scope: Scope, run: string) {
    this.scope = scope;
    this.run = run;
  }

  async add(about: string, input: CancelItem): Promise<number> {
    this.total += 1;
    this.waiting.push({ n: this.total, about: truncateText(about, 300), input });
    if (this.waiting.length === PAGE) await this.written();
    return this.total;
  }

  async written(): Promise<void> {
    await writeItems(this.scope, this.run, this.waiting);
    this.waiting = [];
  }
}

/**
 * Writes an item for an account that isn't canceled. If it has many numbers, each is an item too: after their account's
 * item, or before it for the agency itself.
 */
async function writeAccountItems(items: ItemWriter, scope: Scope, account: string): Promise<void> {
  const there = scopeWithin(scope, account, [scope.account]);
  const { home, life, total } = await read(there, {
    home: findOne("account", account),
    life: findOne("lifecycle", account),
    total: countListed("number"),
  });
  if (isInForce(life.data.canceled, scope.now)) return;
  const { name } = home.data;
  if (total <= (scope.longFrom ?? RUN_THRESHOLD)) {
    const { numbers } = await read(there, { numbers: findAllSorted("number", "number") });
    const porting = numbers.filter(({ data }) => data.standing.is === "porting");
    const input = { account, name, numbers: releasedNumbers(numbers) };
    const what =
      porting.length > 0
        ? `${porting.map(({ data }) => formatPhoneNumber(data.e164)).join(", ")} on the way to another carrier`
        : `${formatNumberCount(input.numbers.length)} given back`;
    return void (await items.add(`${name}: ${what}`, input));
  }
  const { sorts, kept } = await read(there, {
    sorts: numberCounts(RELEASED_STATES),
    kept: numberCounts(["held", "forwarded"]),
  });
  const isAgency = account === scope.account;
  const text = `${name}: ${formatNumberCount(total)} given back one by one`;
  const first = isAgency ? null : await items.add(text, { account, name, numbers: null, sorts });
  await writeNumberItems(items, there, { name, account, after: first });
  if (isAgency) await items.add(text, { account, name, numbers: null, sorts: kept });
}

async function writeNumberItems(
  items: ItemWriter,
  there: Scope,
  { name, account, after }: { name: string; account: string; after: number | null },
): Promise<void> {
  for (let place: string | null = null; ;) {
    const ask = { by: "number", limit: PAGE, after: place };
    const page: Awaited<ReturnType<typeof readPage<"number">>> = await readPage(there, "number", ask);
    for (const { id, data } of page.docs)
      if (data.standing.is === "active" || data.standing.is === "porting")
        await items.add(`${name}: ${formatPhoneNumber(data.e164)} given back`, { account, number: id, after });
    place = page.next;
    if (place === null) return;
  }
}
