import { save } from "@callboard/domain/core/effect";
import { Failure } from "@callboard/domain/core/failure";
import { isSameValue } from "@callboard/domain/core/differences";
import { en } from "@callboard/domain/core/messages/en";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { message, render } from "@callboard/domain/core/message";
import type { Doc } from "@callboard/domain/core/record";
import { anyKind, type KindName } from "@callboard/domain/core/records";
import { capitalize, sliceCode, truncateText } from "@callboard/domain/core/text/text";
import { type Row, type Stmt, stmt } from "../database/port.ts";
import { recordKeysOf, type RecordRef } from "../recordKeys.ts";
import { parseData, findOptional } from "../queries.ts";
import { type ScopeServices, systemScope } from "../systemScope.ts";
import { commit } from "../commit.ts";

const PIECE = 500;
const UPKEEP = { as: "job", id: "upkeep" } as const;
type Named = {
  name: string;
  e164?: string;
  of?: string;
  archivedAt?: number | null;
  revokedAt?: number | null;
  standing?: { is: string };
};

/** Former key rules: before accents counted, and before width was ignored. */
const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
const lower = (text: string): string => text.toLocaleLowerCase("en");

/** The former name keys, by kind. */
const OLDER: { [K in KindName]?: (data: Named) => Record<string, string | null> } = {
  number: ({ name, standing }) => ({ [standing!.is === "released" ? "gone name" : "name"]: folded(name) }),
  receiver: ({ name }) => ({ name: folded(name) }),
  source: ({ name }) => ({ "=name": folded(name) }),
  queue: ({ name }) => ({ "=name": folded(name) }),
  preset: ({ name, of, archivedAt }) => ({ "=name": archivedAt === null ? `${of}:${folded(name)}` : null }),
  status: ({ name }) => ({ "=name": lower(name) }),
  apiKey: ({ name, revokedAt }) => ({ "=name": revokedAt === null ? lower(name) : null }),
};

/**
 * Replaces name keys by those of the current rule for equal names. Names lose invisible characters; if nothing is left,
 * or another record has that name now, the record is renamed.
 */
export async function names(ground: ScopeServices): Promise<void> {
  for (const kind of Object.keys(OLDER) as KindName[]) {
    const taken = new Set<string>();
    for (let place: readonly [string, string] = ["", ""]; ;) {
      const rows = await ground.db.write<Row[]>({
        reads: [
          stmt(
            `SELECT account, kind, id, shape, data FROM records WHERE kind = ? AND (id, account) > (?, ?) ORDER BY id, account LIMIT ${PIECE}`,
            kind,
            ...place,
          ),
        ],
        decide: ([found]) => ({ writes: found!.flatMap(staleKeys), answer: found! }),
      });
      for (const row of rows) await mended(ground, row, taken);
      const last = rows.at(-1);
      if (!last) break;
      place = [last.id, last.account];
    }
  }
}

function staleKeys(row: Row): Stmt[] {
  const { account, kind, id } = row as RecordRef;
  const data = parseData(kind, row) as Named;
  const fresh = recordKeysOf({ account, kind, id }, data);
  return Object.entries(OLDER[kind]!(data)).flatMap(([name, value]) =>
    value === null || fresh.has([account, name, value].join("\n"))
      ? []
      : [
          stmt(
            "DELETE FROM keys WHERE space = ? AND kind = ? AND name = ? AND value = ? AND id = ?",
            account,
            kind,
            name,
            value,
            id,
          ),
        ],
  );
}

/** `taken`: the unique names seen so far; of two names that are equal now, the later record is renamed. */
async function mended(ground: ScopeServices, row: Row, taken: Set<string>): Promise<void> {
  const { account, kind, id } = row as RecordRef;
  const { schema, unique, noun } = anyKind(kind);
  const data = parseData(kind, row) as Named;
  const sole = unique?.name?.value(data) ?? null;
  const isTaken = sole !== null && taken.has(`${account}\n${sole}`);
  if (sole !== null) taken.add(`${account}\n${sole}`);
  const read = schema.safeParse(data);
  if (read.success && !isTaken && isSameValue(read.data, data)) return;
  const word = render(en, { key: noun, values: {} }, { zone: "UTC", locale: "en" });
  const unnamed = data.e164 ? formatPhoneNumber(data.e164) : `${capitalize(word)} ${sliceCode(id, -4)}`;
  const name = read.success ? (read.data as Named).name : unnamed;
  for (let turn = isTaken ? 2 : 1; ; turn += 1)
    try {
      await renamed(ground, row as RecordRef, turn === 1 ? name : `${truncateText(name, 56)} (${turn})`);
      return;
    } catch (error) {
      // Its new name is taken as well.
      if (!(error instanceof Failure)) throw error;
      if (turn > 100) return;
    }
}

const renamed = (ground: ScopeServices, { account, kind, id }: RecordRef, name: string): Promise<unknown> =>
  commit(systemScope(ground, account, UPKEEP), { doc: findOptional(kind, id) }, ({ doc }) => {
    const read = doc && anyKind(kind).schema.safeParse({ ...(doc.data as Named), name });
    if (!read?.success) return [];
    return [save(kind, doc as Doc<never>, read.data as never, { action: message("upkeep.didRename", { name }) })];
  });
