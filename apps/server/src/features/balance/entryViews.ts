import type { EntriesInput } from "@callboard/domain/balance/schema";
import { fail } from "@callboard/domain/core/failure";
import { toDecimal } from "@callboard/domain/core/money";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import type * as z from "zod/mini";
import { findCorrections, readEntries, withFormerAccounts, type LedgerEntry } from "../../store/ledger/entries.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withDisplayNames, type DisplayLocale } from "../../store/reads/displayNames.ts";

export type EntriesFilter = Pick<z.output<typeof EntriesInput>, "types" | "from" | "to" | "search">;

/** An entry as people read it. `micros` is above zero for money in, below zero for money out. */
export interface EntryView {
  entry: number;
  bookedAt: number;
  happenedAt: number;
  type: LedgerEntry["type"];
  typeName: string;
  text: string;
  /** The sub-account that it was paid for. */
  account: string | null;
  /** In units, such as minutes. */
  quantity: number | null;
  micros: number;
  /** The account's balance before the entry and after it, in micros; null if another balance paid. */
  start: number | null;
  result: number | null;
  /** The numbers of the entry that this one reverses, and of the one that reverses it. */
  corrects: number | null;
  correctedBy: number | null;
}

/** The ledger keeps quantities in thousandths of a unit. */
const THOUSANDTHS = 1000;

/**
 * A page of the account's entries, the newest first. `searchedTo`: set if the page ended early because few entries match;
 * the instant down to which it has searched.
 */
export async function readEntryViews(
  scope: Scope,
  locale: DisplayLocale,
  { search, ...filter }: EntriesFilter,
  range: { beforePosition: number | null; limit: number },
): Promise<{ entries: EntryView[]; next: number | null; searchedTo: number | null }> {
  if (filter.from !== undefined && filter.to !== undefined && filter.from > filter.to)
    fail("invalid", "balance.invalidPeriod", {}, "to");
  const toViews = (entries: readonly LedgerEntry[]) =>
    withDisplayNames(
      withFormerAccounts(
        scope,
        entries.map(({ otherAccount }) => otherAccount),
      ),
      locale,
      (show) => entries.map((entry) => entryView(entry, show)),
    );
  const searchWords = normalizeForSearch(search).split(/\s+/).filter(Boolean);
  const matches = async (entries: readonly LedgerEntry[]) =>
    (await toViews(entries)).map((view) => matchesAllText(view, searchWords));
  const types = filter.types?.length === 0 ? undefined : filter.types;
  const page = await readEntries(
    scope,
    { ...filter, types },
    { ...range, ...(searchWords.length > 0 ? { matches } : {}) },
  );
  const { corrected } = await read(scope, { corrected: findCorrections(page.entries.map(({ seq }) => seq)) });
  const entries = (await toViews(page.entries)).map((view) => ({
    ...view,
    correctedBy: corrected.get(view.entry) ?? null,
  }));
  return { ...page, entries };
}

const entryView = (entry: LedgerEntry, show: ValueFormatter): EntryView => ({
  entry: entry.seq,
  bookedAt: entry.bookedAt,
  happenedAt: entry.happenedAt,
  type: entry.type,
  typeName: show.word(`balance.entryType.${entry.type}`),
  text: show.message(entry.memo),
  account: entry.otherAccount === null ? null : show.record("account", entry.otherAccount),
  quantity: entry.quantity === undefined ? null : entry.quantity / THOUSANDTHS,
  micros: entry.micros,
  start: entry.balanceBefore,
  result: entry.balanceAfter,
  corrects: entry.corrects ?? null,
  correctedBy: null,
});

/** Each word must occur somewhere in the entry; spaces within numbers don't matter. */
function matchesAllText(view: EntryView, searchWords: readonly string[]): boolean {
  const text = normalizeForSearch(
    [view.text, view.typeName, view.account ?? "", toDecimal(Math.abs(view.micros)), `#${view.entry}`].join(" "),
  );
  const digits = text.replace(/[\s()+.-]/g, "");
  return searchWords.every(
    (word) => text.includes(word) || (/^[\d()+.-]{3,}$/.test(word) && digits.includes(word.replace(/\D/g, ""))),
  );
}
