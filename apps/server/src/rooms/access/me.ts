import type { Role } from "@callboard/domain/access";
import type { AccountData } from "@callboard/domain/account.schema";
import { book, isInactive } from "@callboard/domain/ledger";
import { type Lifecycle, type LifecycleLabel, lifecycleLabel } from "@callboard/domain/lifecycle";
import { type Row, stmt } from "../../db.ts";
import { balance } from "../../needs.ts";
import type { Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import { signedIn } from "../../trpc.ts";
import { personById } from "./people.ts";

export interface OwnAccount {
  id: string;
  name: string;
  agency: string | null;
  role: Role;
  owner: boolean;
  softphone: boolean;
  label: LifecycleLabel;
  zone: string;
}

const ACCOUNTS = `SELECT a.account AS id, a.data AS settings, l.data AS lifecycle, m.data AS member, above.data AS above
  FROM records a JOIN records l ON l.account = a.account AND l.kind = 'lifecycle' AND l.id = a.account
  LEFT JOIN records m ON m.account = a.account AND m.kind = 'member' AND m.id = ?1
  LEFT JOIN records above ON above.account = a.data ->> '$.agency' AND above.kind = 'member' AND above.id = ?1
    AND above.data ->> '$.role' = 'agency administrator'
  WHERE a.kind = 'account' AND a.id = a.account AND a.account IN (
    SELECT account FROM records WHERE kind = 'member' AND id = ?1
    UNION SELECT k.id FROM keys k JOIN records mine ON mine.account = k.value AND mine.kind = 'member' AND mine.id = ?1
      AND mine.data ->> '$.role' = 'agency administrator' WHERE k.kind = 'account' AND k.name = 'agency')`;

/** The accounts somebody can work in, the agency before its sub-accounts, each with its state. */
async function accountsOf(scope: Scope, person: string): Promise<OwnAccount[]> {
  const [found] = await scope.db.read([stmt(ACCOUNTS, person)]);
  const read = found!.map((row: Row) => ({
    id: String(row.id),
    settings: JSON.parse(row.settings) as AccountData,
    lifecycle: JSON.parse(row.lifecycle) as Lifecycle,
    member: row.member ? JSON.parse(row.member) : null,
    above: row.above !== null,
  }));
  const payers = [...new Set(read.map(({ id, settings }) => payerOf(id, settings)))];
  const sums = await look(
    { ...scope, reach: payers },
    Object.fromEntries(payers.map((payer) => [payer, balance(book(payer, "balance"))])),
  );
  return read
    .map(({ id, settings, lifecycle, member, above }): OwnAccount => ({
      id,
      name: settings.name,
      agency: settings.agency,
      role: above ? "agency administrator" : member.role,
      owner: settings.owner === person,
      softphone: member?.softphone ?? false,
      label: lifecycleLabel(lifecycle, isInactive(sums[payerOf(id, settings)]!), scope.now),
      zone: settings.zone,
    }))
    .sort((a, b) => Number(a.agency !== null) - Number(b.agency !== null) || a.name.localeCompare(b.name));
}

/** Whose balance pays for an account and decides whether it is active. */
export const payerOf = (account: string, settings: AccountData): string =>
  settings.balanceFrom === "agency" && settings.agency ? settings.agency : account;

export const meProcedures = {
  me: signedIn.query(async ({ ctx }) => {
    const { person } = await look(ctx.scope, { person: personById(ctx.caller.person) });
    const { id, name, email, totp, operator } = person[0]!;
    return {
      person: { id, name, email, twoStep: totp !== null, operator: operator === 1 },
      session: ctx.caller.session,
      accounts: await accountsOf(ctx.scope, id),
      now: ctx.scope.now,
    };
  }),
};
