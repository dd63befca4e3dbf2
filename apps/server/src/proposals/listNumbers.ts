import { fail } from "@callboard/domain/core/failure";
import { GroupedLines } from "@callboard/domain/proposals/groupedLines";
import { isSameValue } from "@callboard/domain/core/differences";
import { en } from "@callboard/domain/core/messages/en";
import type { MessageKey } from "@callboard/domain/core/messages/keys";
import { type Currency, type Micros, money, formatAmountDue } from "@callboard/domain/core/money";
import { render } from "@callboard/domain/core/message";
import type { Line } from "@callboard/domain/proposals/lines";
import type { Doc } from "@callboard/domain/core/record";
import { truncateText } from "@callboard/domain/core/text/text";
import type { NumberData } from "@callboard/domain/numbers/schema";
import type { NumberCounts } from "../store/search/recordCounts.ts";
import { DEFAULT_LANGUAGE } from "../store/locale.ts";
import { readPage, countListed } from "../store/search/lists.ts";
import type { NewItem } from "../runs/items.ts";
import { writeItems } from "../runs/propose.ts";
import { inAccount, type Query } from "../store/queries.ts";
import { RUN_THRESHOLD, type Scope } from "../store/scope.ts";
import { read } from "../store/commit.ts";

/** Used instead of the query for all numbers when a run has them as items. */
export const NO_NUMBERS: Query<Doc<NumberData>[]> = { statements: () => [], parse: () => [] };

/** Whether an account has too many numbers for one decision. The past is always read completely. */
export async function hasManyNumbers(scope: Scope, account = scope.account): Promise<boolean> {
  if (scope.asOf !== undefined) return false;
  const { total } = await read(scope, { total: inAccount(account, countListed("number")) });
  return total > (scope.runThreshold ?? RUN_THRESHOLD);
}

/** Numbers read at a time. A page takes about 5 ms; after it other requests get their turn. */
const PAGE_SIZE = 50;

/** The listed numbers of a long change: the run that will apply it, and the grouped lines. */
export interface ListedNumbers {
  run: string;
  total: number;
  counts: NumberCounts;
  lines: Line[];
  /** The sum of the lines. */
  micros: Micros;
}

/** One number of a long change: its line, and the input for the run; a line that is only a figure becomes no item. */
interface NumberLine {
  line: Line;
  input: object;
  /** Its item comes after all others. */
  last?: boolean;
}

interface ListNumbersInput {
  scope: Scope;
  zone: string;
  currency: Currency;
  /** The indexes to go through. */
  lists: readonly ("number" | "released number")[];
  /** The counts by service group at the start; changes in other groups don't invalidate the list. */
  counts: NumberCounts;
  /** A number's line; null if the change doesn't affect it. */
  lineOf(number: Doc<NumberData>): NumberLine | null;
}

/** Goes through an account's numbers page by page, and writes an item for each line with an effect. */
export async function listNumbers({
  scope,
  zone,
  currency,
  lists,
  counts,
  lineOf,
}: ListNumbersInput): Promise<ListedNumbers> {
  const run = scope.newId();
  const groupedLines = new GroupedLines();
  const lastItems: Omit<NewItem, "n">[] = [];
  let total = 0;
  const withNumber = (item: Omit<NewItem, "n">): NewItem => ({ ...item, n: (total += 1) });
  for (const list of lists) {
    for (let after: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof readPage<"number">>> = await readPage(scope, "number", {
        by: list,
        limit: PAGE_SIZE,
        after,
      });
      const items: NewItem[] = [];
      for (const number of page.docs) {
        const numberLine = lineOf(number);
        if (numberLine === null) continue;
        groupedLines.add(numberLine.line);
        if (numberLine.line.type !== "effect") continue;
        const item = { about: itemTitle(numberLine.line, zone, currency), input: numberLine.input };
        if (numberLine.last) lastItems.push(item);
        else items.push(withNumber(item));
      }
      await writeItems(scope, run, items);
      await new Promise(setImmediate);
      after = page.next;
      if (after === null) break;
    }
  }
  await writeItems(scope, run, lastItems.map(withNumber));
  return { run, total, counts, lines: groupedLines.lines(), micros: groupedLines.micros };
}

/** An item has one description for all readers, so it names the day in the account's zone and no time. */
const DAY_MESSAGES: Partial<Record<MessageKey, MessageKey>> = {
  "lifecycle.holdLine": "lifecycle.holdDay",
  "lifecycle.holdFreeLine": "lifecycle.holdFreeDay",
  "lifecycle.forwardLine": "lifecycle.forwardDay",
};

function itemTitle({ text, micros }: Line, zone: string, currency: Currency): string {
  const dayMessage = { ...text, key: DAY_MESSAGES[text.key] ?? text.key };
  const title = render(en, dayMessage, { zone, language: DEFAULT_LANGUAGE });
  return truncateText(micros ? `${title}: ${formatAmountDue(money(micros, currency), DEFAULT_LANGUAGE)}` : title, 300);
}

/** Throws `conflict` if numbers were added, removed or changed their state since they were listed. */
export function checkCountsUnchanged(listed: Pick<ListedNumbers, "counts">, counts: NumberCounts): void {
  if (!isSameValue(listed.counts, counts)) fail("conflict", "lifecycle.accountMeanwhile");
}
