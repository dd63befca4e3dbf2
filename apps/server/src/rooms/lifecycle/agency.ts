import { holds } from "@callboard/domain/lifecycle";
import { showNumber } from "@callboard/domain/phoneNumber";
import { cutText } from "@callboard/domain/text";
import { numbersText } from "@callboard/domain/upkeep";
import { numberSorts } from "../../counts.ts";
import { listed, readPage, tally } from "../../lists.ts";
import { one } from "../../needs.ts";
import { type CancelItem, GIVEN_BACK, givenBack } from "../../runs/cancelAgency.ts";
import type { NewItem } from "../../runs/items.ts";
import { writeItems, writeRun } from "../../runs/propose.ts";
import { LONG_FROM, type Scope, within } from "../../scope.ts";
import { look } from "../../store.ts";
import { open } from "../../trpc.ts";
import { subAccounts } from "../../uses.ts";
import { aroundHere, checkVerb, wholeNeeds } from "./facts.ts";

/** Canceling an agency with every account below it: a run, proposed with a line for each. */
export const agencyCancel = {
  proposeAgencyCancel: open("run the agency").mutation(async ({ ctx: { scope } }): Promise<{ run: string }> => {
    const around = await aroundHere(scope);
    const whole = await look(scope, wholeNeeds(around, scope));
    checkVerb("cancel the agency", whole, scope);
    const { found } = await look(scope, { found: subAccounts });
    const items = new Items(scope, scope.newId());
    for (const account of found) await listAccount(items, scope, account);
    await listAccount(items, scope, scope.account);
    await items.written();
    const { name } = whole.account.data;
    const input = { below: true, typed: name };
    const { run, total } = items;
    return writeRun(scope, run, { what: "cancel agency", title: name, input, state: "proposed", total }, { run });
  }),
};

/** So many are looked at and written between two pauses: some 5 ms. */
const PAGE = 50;

/** Items are numbered as they come, and written a chunk at a time. */
class Items {
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
    this.waiting.push({ n: this.total, about: cutText(about, 300), input });
    if (this.waiting.length === PAGE) await this.written();
    return this.total;
  }

  async written(): Promise<void> {
    await writeItems(this.scope, this.run, this.waiting);
    this.waiting = [];
  }
}

/** A line for an account that is not canceled; of many numbers one for each: behind their account, the agency's before it. */
async function listAccount(items: Items, scope: Scope, account: string): Promise<void> {
  const there = within(scope, account, [scope.account]);
  const { home, life, total } = await look(there, {
    home: one("account", account),
    life: one("lifecycle", account),
    total: tally("number"),
  });
  if (holds(life.data.canceled, scope.now)) return;
  const { name } = home.data;
  if (total <= (scope.longFrom ?? LONG_FROM)) {
    const { numbers } = await look(there, { numbers: listed("number", "number") });
    const porting = numbers.filter(({ data }) => data.standing.is === "porting");
    const input = { account, name, numbers: givenBack(numbers) };
    const what =
      porting.length > 0
        ? `${porting.map(({ data }) => showNumber(data.e164)).join(", ")} on the way to another carrier`
        : `${numbersText(input.numbers.length)} given back`;
    return void (await items.add(`${name}: ${what}`, input));
  }
  const { sorts, kept } = await look(there, {
    sorts: numberSorts(GIVEN_BACK),
    kept: numberSorts(["held", "forwarded"]),
  });
  const isAgency = account === scope.account;
  const text = `${name}: ${numbersText(total)} given back one by one`;
  const first = isAgency ? null : await items.add(text, { account, name, numbers: null, sorts });
  await listMany(items, there, { name, account, after: first });
  if (isAgency) await items.add(text, { account, name, numbers: null, sorts: kept });
}

async function listMany(
  items: Items,
  there: Scope,
  { name, account, after }: { name: string; account: string; after: number | null },
): Promise<void> {
  for (let place: string | null = null; ;) {
    const ask = { by: "number", limit: PAGE, after: place };
    const page: Awaited<ReturnType<typeof readPage<"number">>> = await readPage(there, "number", ask);
    for (const { id, data } of page.docs)
      if (data.standing.is === "active" || data.standing.is === "porting")
        await items.add(`${name}: ${showNumber(data.e164)} given back`, { account, number: id, after });
    place = page.next;
    if (place === null) return;
  }
}
