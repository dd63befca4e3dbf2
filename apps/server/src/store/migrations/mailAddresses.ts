import { remove, save } from "@callboard/domain/core/effect";
import { normalizeMailAddress } from "@callboard/domain/core/text/mailAddress";
import { message } from "@callboard/domain/core/message";
import type { KindName } from "@callboard/domain/core/records";
import { type Database, type SqlValue, stmt } from "../database/port.ts";
import { findOptional, findMany } from "../queries.ts";
import { type ScopeServices, systemScope } from "../systemScope.ts";
import type { Scope } from "../scope.ts";
import { commit } from "../commit.ts";

const PIECE = 500;
const UPKEEP = { as: "job", id: "upkeep" } as const;
const said = { action: message("upkeep.didReadAddresses") };

/**
 * Normalizes addresses to the form that mail is sent to: two spellings of one mailbox become one text. Invalid ones are
 * removed from open invitations and, visibly, from schedules. People keep theirs, although nobody can have signed in
 * with one.
 */
export async function mailAddresses(ground: ScopeServices): Promise<void> {
  await rewritten(ground.db, "people", ["id"], "email");
  await rewritten(ground.db, "unsubscribed", ["account", "address"], "address");
  for (const { account, id } of await all(ground.db, "invitation"))
    await invited(systemScope(ground, account, UPKEEP), id);
  for (const { account, id } of await all(ground.db, "statementSchedule"))
    await commit(systemScope(ground, account, UPKEEP), { doc: findOptional("statementSchedule", id) }, ({ doc }) => {
      if (!doc) return [];
      const recipients = [...new Set(doc.data.recipients.flatMap((typed) => normalizeMailAddress(typed) ?? []))];
      const paused = doc.data.paused || recipients.length === 0;
      return [save("statementSchedule", doc, { ...doc.data, recipients, paused }, said)];
    });
}

/** Of two invitations to one mailbox the first one stays. */
async function invited(scope: Scope, id: string): Promise<void> {
  const queries = {
    invitation: findOptional("invitation", id),
    others: findMany("invitation", "account"),
  };
  await commit(scope, queries, ({ invitation, others }) => {
    if (!invitation) return [];
    const { email: typed } = invitation.data;
    const email = normalizeMailAddress(typed);
    const isTwice = others.some((one) => one.id < id && normalizeMailAddress(one.data.email) === email);
    if (email === null || isTwice)
      return [remove("invitation", invitation, { action: message("access.didUninvite", { email: typed }) })];
    return [save("invitation", invitation, { ...invitation.data, email }, said)];
  });
}

const all = async (db: Database, kind: KindName): Promise<{ account: string; id: string }[]> => {
  const [rows] = await db.read([stmt("SELECT account, id FROM records WHERE kind = ? ORDER BY account, id", kind)]);
  return rows!.map(({ account, id }) => ({ account, id }));
};

/** In pieces. An address whose new text somebody else already has stays as it is. */
async function rewritten(db: Database, table: string, key: readonly string[], column: string): Promise<void> {
  const [keys, marks] = [key.join(", "), Array(key.length).fill("?").join(", ")];
  let after: SqlValue[] | null = null;
  for (;;) {
    const beyond: string = after ? `WHERE (${keys}) > (${marks})` : "";
    const [rows] = await db.read([
      stmt(
        `SELECT ${keys}, ${column} AS typed FROM ${table} ${beyond} ORDER BY ${keys} LIMIT ${PIECE}`,
        ...(after ?? []),
      ),
    ]);
    if (rows!.length === 0) return;
    const odd = rows!.flatMap((row) => {
      const address = normalizeMailAddress(row.typed);
      const place = key.map((name) => row[name] as SqlValue);
      return address === null || address === row.typed
        ? []
        : [stmt(`UPDATE OR IGNORE ${table} SET ${column} = ? WHERE (${keys}) = (${marks})`, address, ...place)];
    });
    if (odd.length > 0) await db.script(odd);
    after = key.map((name) => rows!.at(-1)![name] as SqlValue);
  }
}
