import { allStatuses } from "@callboard/domain/agents";
import { en } from "@callboard/domain/messages/en";
import { type Currency, money, showBalance } from "@callboard/domain/money";
import { render } from "@callboard/domain/phrase";
import { anyKind, type KindName, KINDS } from "@callboard/domain/records";
import { upgraded } from "@callboard/domain/record";
import { asking, type Show } from "@callboard/domain/showing";
import { showMinutes, showMoment } from "@callboard/domain/time";
import { type Row, type Stmt, stmt, stored } from "./db.ts";
import { LANGUAGE } from "./locale.ts";
import { namesOf } from "./names.ts";
import type { Scope } from "./scope.ts";

export interface Place {
  zone: string;
  currency: Currency;
  /** Where none is named it is what everything is written in. */
  language?: string | undefined;
}

/** How an answer of this scope is worded. */
export const wordsFor = ({ locale }: Scope, zone: string, currency: Currency): Place => ({
  zone,
  currency,
  language: locale?.language ?? LANGUAGE,
});

/**
 * Puts stored values into words. `make` runs twice: once to find out whose names it asks for, once with the names, so
 * that a page of any length looks them up with a statement a kind.
 */
export async function inWords<T>(scope: Scope, place: Place, make: (show: Show) => T): Promise<T> {
  return make(showFrom(await namesAsked(scope, place, make)));
}

/** Names as they were when they were asked for, fit to be kept. */
export interface NamesAsked extends Place {
  people: [id: string, name: string][];
  titles: [record: string, title: string][];
}

export async function namesAsked(scope: Scope, place: Place, make: (show: Show) => unknown): Promise<NamesAsked> {
  const asked = asking();
  make(asked);
  const [people, titles] = await Promise.all([
    namesOf(scope.db, asked.people),
    titlesOf(scope, asked.records.values()),
  ]);
  return { ...place, people: [...people], titles: [...titles] };
}

export function showFrom({ zone, currency, language = LANGUAGE, ...names }: NamesAsked): Show {
  const people = new Map(names.people);
  const titles = new Map(names.titles);
  const reader = { zone, locale: language, people };
  const word: Show["word"] = (key) => render(en, { key, values: {} }, reader);
  return {
    instant: (at) => showMoment(at, reader),
    minutes: showMinutes,
    micros: (micros) => showBalance(money(micros, currency), language),
    person: (id) => people.get(id) ?? word("word.left"),
    record: (kind, id) => titles.get(`${kind}\n${id}`) ?? BUILT_IN.get(`${kind}\n${id}`) ?? word("word.removed"),
    word,
    phrase: (said) => render(en, said, reader),
  };
}

/** What everybody has and no record holds. */
const BUILT_IN = new Map(allStatuses([]).map(({ id, name }) => [`status\n${id}`, name]));

/** What records are called now; what was deleted, by its last name. What the scope does not reach has no name here. */
async function titlesOf(
  scope: Scope,
  wanted: Iterable<{ kind: string; id: string }>,
): Promise<ReadonlyMap<string, string>> {
  const byKind = Map.groupBy(wanted, ({ kind }) => kind);
  const accounts = JSON.stringify([scope.account, ...scope.reach]);
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
  return kind.title(upgraded(kind, Number(row.shape), stored(row.data)), row.id);
}
