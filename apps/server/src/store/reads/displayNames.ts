import { allStatuses } from "@callboard/domain/agents/rules";
import { en } from "@callboard/domain/core/messages/en";
import { type Currency, money, formatBalance } from "@callboard/domain/core/money";
import { render } from "@callboard/domain/core/message";
import { anyKind, type KindName, KINDS } from "@callboard/domain/core/records";
import { upgradeData } from "@callboard/domain/core/record";
import { collectReferences } from "@callboard/domain/core/fieldFormat";
import type { ValueFormatter } from "@callboard/domain/core/valueFormatter";
import { formatDuration, formatDateTime } from "@callboard/domain/core/time";
import { type Row, type Stmt, stmt, parseStored } from "../database/port.ts";
import { DEFAULT_LANGUAGE } from "../locale.ts";
import { readPersonNames } from "./personNames.ts";
import type { Scope } from "../scope.ts";

export interface DisplayLocale {
  zone: string;
  currency: Currency;
  /** The default language if none is given. */
  language?: string | undefined;
}

/** The locale and currency of this scope's answers. */
export const displayLocaleFor = ({ locale }: Scope, zone: string, currency: Currency): DisplayLocale => ({
  zone,
  currency,
  language: locale?.language ?? DEFAULT_LANGUAGE,
});

/**
 * Renders stored values as text. `make` runs twice: first to collect the ids whose names it needs, then with the names.
 * So a page of any length needs one lookup per kind.
 */
export async function withDisplayNames<T>(
  scope: Scope,
  locale: DisplayLocale,
  make: (show: ValueFormatter) => T,
): Promise<T> {
  return make(showWithNames(await collectDisplayNames(scope, locale, make)));
}

/** Names as they were at one time, for storage. */
export interface StoredNames extends DisplayLocale {
  people: [id: string, name: string][];
  titles: [record: string, title: string][];
}

/** The first of the two runs: the names that `make` needs. */
export async function collectDisplayNames(
  scope: Scope,
  locale: DisplayLocale,
  make: (show: ValueFormatter) => unknown,
): Promise<StoredNames> {
  const references = collectReferences();
  make(references);
  const [people, titles] = await Promise.all([
    readPersonNames(scope.db, references.people),
    readTitles(scope, references.records.values()),
  ]);
  return { ...locale, people: [...people], titles: [...titles] };
}

/** A formatter that renders stored values with these names. */
export function showWithNames({ zone, currency, language = DEFAULT_LANGUAGE, ...names }: StoredNames): ValueFormatter {
  const people = new Map(names.people);
  const titles = new Map(names.titles);
  const locale = { zone, language, people };
  const word: ValueFormatter["word"] = (key) => render(en, { key, values: {} }, locale);
  return {
    instant: (at) => formatDateTime(at, locale),
    minutes: formatDuration,
    micros: (micros) => formatBalance(money(micros, currency), language),
    person: (id) => people.get(id) ?? word("word.formerMember"),
    record: (kind, id) => titles.get(`${kind}\n${id}`) ?? BUILT_IN_NAMES.get(`${kind}\n${id}`) ?? word("word.removed"),
    word,
    message: (text) => render(en, text, locale),
  };
}

/** Built-in statuses, which have no record. */
const BUILT_IN_NAMES = new Map(allStatuses([]).map(({ id, name }) => [`status\n${id}`, name]));

/** Records' current names, or the last name of deleted ones. Records outside the scope get no name. */
async function readTitles(
  scope: Scope,
  references: Iterable<{ kind: string; id: string }>,
): Promise<ReadonlyMap<string, string>> {
  const byKind = Map.groupBy(references, ({ kind }) => kind);
  const accounts = JSON.stringify([scope.account, ...scope.relatedAccounts]);
  const stmts: Stmt[] = [...byKind].flatMap(([kind, records]) => {
    if (!Object.hasOwn(KINDS, kind)) return [];
    const ids = JSON.stringify(records.map(({ id }) => id));
    return [
      stmt(
        `SELECT kind, id, shape, data, version FROM changes c WHERE account IN (SELECT value FROM json_each(?)) AND kind = ?
         AND id IN (SELECT value FROM json_each(?)) AND version =
         (SELECT max(version) FROM changes WHERE account = c.account AND kind = c.kind AND id = c.id)`,
        accounts,
        kind,
        ids,
      ),
    ];
  });
  if (stmts.length === 0) return new Map();
  const rows = (await scope.db.read(stmts)).flat();
  return new Map(rows.map((row) => [`${row.kind}\n${row.id}`, titleOf(row)]));
}

function titleOf(row: Row): string {
  const kind = anyKind(row.kind as KindName);
  return kind.title(upgradeData(kind, Number(row.shape), parseStored(row.data)), row.id);
}

/** Adds the account's name to a record of another account. */
export const nameWithAccount = (account: string, name: string, scope: Scope, show: ValueFormatter): string =>
  account === scope.account ? name : `${name} (${show.record("account", account)})`;
