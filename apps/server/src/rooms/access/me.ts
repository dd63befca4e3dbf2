import type { Role } from "@callboard/domain/access";
import type { MemberData } from "@callboard/domain/access.schema";
import { payerOf } from "@callboard/domain/account";
import { book, isInactive } from "@callboard/domain/ledger";
import { type LifecycleLabel, lifecycleLabel } from "@callboard/domain/lifecycle";
import { stmt } from "../../db.ts";
import { balance, dataOf } from "../../needs.ts";
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
  /** Beyond the plan: reads, and does nothing else. */
  parked: boolean;
  label: LifecycleLabel;
  zone: string;
}

const ACCOUNTS = `SELECT a.account AS id, a.shape, a.data, l.shape AS lifecycleShape, l.data AS lifecycleData
  FROM records a JOIN records l ON l.account = a.account AND l.kind = 'lifecycle' AND l.id = a.account
  WHERE a.kind = 'account' AND a.id = a.account AND a.account IN (
    SELECT value FROM json_each(?1)
    UNION SELECT k.id FROM keys k WHERE k.kind = 'account' AND k.name = 'agency' AND k.value IN (SELECT value FROM json_each(?2)))`;

const runsAgency = ({ role, parked }: MemberData): boolean => role === "agency administrator" && parked === null;

/** The accounts somebody can work in, the agency before its sub-accounts, each with its state. */
async function accountsOf(scope: Scope, person: string): Promise<OwnAccount[]> {
  const [own] = await scope.db.read([
    stmt("SELECT account, shape, data FROM records WHERE kind = 'member' AND id = ?", person),
  ]);
  const members = new Map(own!.map((row) => [row.account as string, dataOf("member", row)]));
  const agencies = [...members.keys()].filter((id) => runsAgency(members.get(id)!));
  const [found] = await scope.db.read([stmt(ACCOUNTS, JSON.stringify([...members.keys()]), JSON.stringify(agencies))]);
  const read = found!.map((row) => ({
    id: String(row.id),
    settings: dataOf("account", row),
    lifecycle: dataOf("lifecycle", { shape: row.lifecycleShape, data: row.lifecycleData }),
  }));
  const payers = [...new Set(read.map(({ id, settings }) => payerOf(id, settings)))];
  const sums = await look(
    { ...scope, reach: payers },
    Object.fromEntries(payers.map((payer) => [payer, balance(book(payer, "balance"))])),
  );
  return read
    .map(({ id, settings, lifecycle }): OwnAccount => {
      const member = members.get(id);
      const above = settings.agency !== null && agencies.includes(settings.agency);
      return {
        id,
        name: settings.name,
        agency: settings.agency,
        role: above ? "agency administrator" : member!.role,
        owner: settings.owner === person,
        softphone: member?.parked === null && member.softphone,
        parked: !above && member !== undefined && member.parked !== null,
        label: lifecycleLabel(lifecycle, isInactive(sums[payerOf(id, settings)]!), scope.now),
        zone: settings.zone,
      };
    })
    .sort((a, b) => Number(a.agency !== null) - Number(b.agency !== null) || a.name.localeCompare(b.name));
}

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
