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
import type { NumberData, NumberState } from "@callboard/domain/tracking";
import { numberSorts, type Sorts } from "../../counts.ts";
import { LANGUAGE } from "../../locale.ts";
import { readPage } from "../../lists.ts";
import type { NewItem } from "../../runs/items.ts";
import { writeItems } from "../../runs/propose.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";

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
export interface ListedLine {
  line: Line;
  input: object;
}

interface Listing {
  scope: Scope;
  zone: string;
  currency: Currency;
  /** The lists that are gone through, by their indexes. */
  lists: readonly ("number" | "gone number")[];
  /** Numbers of other states come and go without making it stale. */
  states: readonly NumberState[];
  lineOf(number: Doc<NumberData>): ListedLine | null;
}

/** Goes through an account's numbers a page at a time, and writes an item for each line that does something. */
export async function listNumbers({ scope, zone, currency, lists, states, lineOf }: Listing): Promise<Listed> {
  const run = scope.newId();
  const folded = new FoldedLines();
  const { sorts } = await look(scope, { sorts: numberSorts(states) });
  let total = 0;
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
        if (found.line.as === "effect")
          items.push({ n: total + items.length + 1, about: aboutOf(found.line, zone, currency), input: found.input });
      }
      await writeItems(scope, run, items);
      total += items.length;
      await new Promise(setImmediate);
      after = page.next;
      if (after === null) break;
    }
  }
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
export function checkSorts(listed: Listed, sorts: Sorts): void {
  if (!sameValue(listed.sorts, sorts)) refuse("conflict", "lifecycle.accountMeanwhile");
}
