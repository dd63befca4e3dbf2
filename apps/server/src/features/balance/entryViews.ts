import type { EntriesInput } from "@callboard/domain/balance/schema";
import { fail } from "@callboard/domain/core/failure";
import { toDecimal } from "@callboard/domain/core/money";
import type { ValueFormatter } from "@callboard/domain/core/fieldFormat";
import { normalizeForSearch } from "@callboard/domain/core/text/search";
import type * as z from "zod/mini";
import { findCorrections, readEntries, withFormerAccounts, type LedgerEntry } from "../../store/ledger/entries.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { withDisplayNames, type DisplayLocale } from "../../store/reads/displayNames.ts";

export type EntriesFilter = Pick<z.output<typeof EntriesInput>, "types" | "from" | "to" | "search">;

/** An entry in words. `micros` is above zero for money in, below zero for money out. */
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
  start: number | null;
  result: number | null;
  corrects: number | null;
  correctedBy: number | null;
}

const THOUSANDTHS = 1000;

/** A page of the account's entries in words, from a position downwards. */
export async function readEntryViews(
  scope: Scope,
  words: DisplayLocale,
  { search, ...filter }: EntriesFilter,
  stretch: { before: number | null; limit: number },
): Promise<{ entries: EntryView[]; next: number | null; lookedTo: number | null }> {
  if (filter.from !== undefined && filter.to !== undefined && filter.from > filter.to)
    fail("invalid", "balance.periodOdd", {}, "to");
  const tell = (entries: readonly LedgerEntry[]) =>
    withDisplayNames(
      withFormerAccounts(
        scope,
        entries.map(({ other }) => other),
      ),
      words,
      (show) => entries.map((entry) => entryView(entry, show)),
    );
  const wanted = normalizeForSearch(search).split(/\s+/).filter(Boolean);
  const fits = async (entries: readonly LedgerEntry[]) =>
    (await tell(entries)).map((one) => matchesAllWords(one, wanted));
  const types = filter.types?.length === 0 ? undefined : filter.types;
  const page = await readEntries(scope, { ...filter, types }, { ...stretch, ...(wanted.length > 0 ? { fits } : {}) });
  const { corrected } = await read(scope, { corrected: findCorrections(page.entries.map(({ seq }) => seq)) });
  const entries = (await tell(page.entries)).map((one) => ({ ...one, correctedBy: corrected.get(one.entry) ?? null }));
  return { ...page, entries };
}

const entryView = (entry: LedgerEntry, show: ValueFormatter): EntryView => ({
  entry: entry.seq,
  bookedAt: entry.bookedAt,
  happenedAt: entry.happenedAt,
  type: entry.type,
  typeName: show.word(`entry.${entry.type}`),
  text: show.phrase(entry.memo),
  account: entry.other === null ? null : show.record("account", entry.other),
  quantity: entry.quantity === undefined ? null : entry.quantity / THOUSANDTHS,
  micros: entry.micros,
  start: entry.start,
  result: entry.result,
  corrects: entry.corrects ?? null,
  correctedBy: null,
});

/** Each word must occur somewhere in the entry; spaces within numbers don't matter. */
function matchesAllWords(one: EntryView, wanted: readonly string[]): boolean {
  const text = normalizeForSearch(
    [one.text, one.typeName, one.account ?? "", toDecimal(Math.abs(one.micros)), `#${one.entry}`].join(" "),
  );
  const digits = text.replace(/[\s()+.-]/g, "");
  return wanted.every(
    (word) => text.includes(word) || (/^[\d()+.-]{3,}$/.test(word) && digits.includes(word.replace(/\D/g, ""))),
  );
}
