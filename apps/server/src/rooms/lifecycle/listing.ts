import { refuse } from "@callboard/domain/failure";
import { FoldedLines } from "@callboard/domain/foldedLines";
import { sameValue } from "@callboard/domain/history";
import { en } from "@callboard/domain/messages/en";
import type { MessageKey } from "@callboard/domain/messages/keys";
import { type Currency, type Micros, money, showOwed } from "@callboard/domain/money";
import { render } from "@callboard/domain/phrase";
import type { Line } from "@callboard/domain/proposal";
import type { Doc } from "@callboard/domain/record";
import { cutText } from "@callboard/domain/text";
import type { NumberData } from "@callboard/domain/tracking";
import type { Sorts } from "../../counts.ts";
import { LANGUAGE } from "../../locale.ts";
import { readPage, tally } from "../../lists.ts";
import type { NewItem } from "../../runs/items.ts";
import { writeItems } from "../../runs/propose.ts";
import { inAccount, type Need } from "../../needs.ts";
import { LONG_FROM, type Scope } from "../../scope.ts";
import { look } from "../../store.ts";

/** In place of all numbers, where they were listed. */
export const NO_NUMBERS: Need<Doc<NumberData>[]> = { stmts: () => [], take: () => [] };

/** Whether an account has more numbers than are looked at in one go. The past is read whole. */
export async function hasMany(scope: Scope, account = scope.account): Promise<boolean> {
  if (scope.asOf !== undefined) return false;
  const { total } = await look(scope, { total: inAccount(account, tally("number")) });
  return total > (scope.longFrom ?? LONG_FROM);
}

/** So many are looked at between two pauses: some 5 ms. */
const PAGE = 50;

/** What was listed of a long change: the run that will carry it out, and what stands for its lines. */
export interface Listed {
  run: string;
  total: number;
  sorts: Sorts;
  lines: Line[];
  micros: Micros;
}

/** One number of a long change: its line, and what the run is to know of it; a figure alone is no item. */
interface ListedLine {
  line: Line;
  input: object;
  /** Its turn comes behind all others. */
  last?: boolean;
}

interface Listing {
  scope: Scope;
  zone: string;
  currency: Currency;
  /** The lists that are gone through, by their indexes. */
  lists: readonly ("number" | "gone number")[];
  /** How many there are of each sort, as it was known before; numbers of others come and go without making it stale. */
  sorts: Sorts;
  lineOf(number: Doc<NumberData>): ListedLine | null;
}

/** Goes through an account's numbers a page at a time, and writes an item for each line that does something. */
export async function listNumbers({ scope, zone, currency, lists, sorts, lineOf }: Listing): Promise<Listed> {
  const run = scope.newId();
  const folded = new FoldedLines();
  const last: Omit<NewItem, "n">[] = [];
  let total = 0;
  const numbered = (item: Omit<NewItem, "n">): NewItem => ({ ...item, n: (total += 1) });
  for (const by of lists) {
    for (let after: string | null = null; ;) {
      const page: Awaited<ReturnType<typeof readPage<"number">>> = await readPage(scope, "number", {
        by,
        limit: PAGE,
        after,
      });
      const items: NewItem[] = [];
      for (const number of page.docs) {
        const found = lineOf(number);
        if (found === null) continue;
        folded.add(found.line);
        if (found.line.as !== "effect") continue;
        const item = { about: aboutOf(found.line, zone, currency), input: found.input };
        if (found.last) last.push(item);
        else items.push(numbered(item));
      }
      await writeItems(scope, run, items);
      await new Promise(setImmediate);
      after = page.next;
      if (after === null) break;
    }
  }
  await writeItems(scope, run, last.map(numbered));
  return { run, total, sorts, lines: folded.lines(), micros: folded.micros };
}

/** An item is named once for all who read of it: by its day in the account, and no clock. */
const BY_DAY: Partial<Record<MessageKey, MessageKey>> = {
  "lifecycle.holdLine": "lifecycle.holdDay",
  "lifecycle.holdFreeLine": "lifecycle.holdFreeDay",
  "lifecycle.forwardLine": "lifecycle.forwardDay",
};

function aboutOf({ text, micros }: Line, zone: string, currency: Currency): string {
  const said = { ...text, key: BY_DAY[text.key] ?? text.key };
  const words = render(en, said, { zone, locale: LANGUAGE });
  return cutText(micros ? `${words}: ${showOwed(money(micros, currency), LANGUAGE)}` : words, 300);
}

/** Throws `conflict` where numbers came, went or changed their state since they were listed. */
export function checkSorts(listed: Pick<Listed, "sorts">, sorts: Sorts): void {
  if (!sameValue(listed.sorts, sorts)) refuse("conflict", "lifecycle.accountMeanwhile");
}
