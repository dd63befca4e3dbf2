import type { Role } from "@callboard/domain/core/permissions";
import type { MemberData } from "@callboard/domain/access/schema";
import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { payerOf } from "@callboard/domain/account/rules";
import { book } from "@callboard/domain/core/ledger";
import type { LifecycleLabel } from "@callboard/domain/lifecycle/rules";
import type { Instant } from "@callboard/domain/core/time";
import { stmt } from "../../store/database/port.ts";
import { parseData } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import type { Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import { personProcedure } from "../../rpc/procedures.ts";
import { findPersonById } from "../../auth/people.ts";
import { messageRenderer } from "../../store/messageText.ts";

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
  /** How it stands, in a sentence. */
  state: string;
  /** When time alone changes that; null: never. */
  turnsAt: Instant | null;
  zone: string;
}

const ACCOUNTS_SQL = `SELECT a.account AS id, a.shape, a.data, p.data ->> '$.name' AS above, l.shape AS lifecycleShape, l.data AS lifecycleData
  FROM records a JOIN records l ON l.account = a.account AND l.kind = 'lifecycle' AND l.id = a.account
  LEFT JOIN records p ON p.account = a.data ->> '$.agency' AND p.kind = 'account' AND p.id = p.account
  WHERE a.kind = 'account' AND a.id = a.account AND a.account IN (
    SELECT value FROM json_each(?1)
    UNION SELECT k.id FROM keys k WHERE k.kind = 'account' AND k.name = 'agency' AND k.value IN (SELECT value FROM json_each(?2)))`;

const runsAgency = ({ role, parked }: MemberData): boolean => role === "agency administrator" && parked === null;

/** The accounts somebody can work in, the agency before its sub-accounts, each with its state. */
async function readOwnAccounts(scope: Scope, person: string): Promise<OwnAccount[]> {
  const [own] = await scope.db.read([
    stmt("SELECT account, shape, data FROM records WHERE kind = 'member' AND id = ?", person),
  ]);
  const members = new Map(own!.map((row) => [row.account as string, parseData("member", row)]));
  const agencies = [...members.keys()].filter((id) => runsAgency(members.get(id)!));
  const [found] = await scope.db.read([
    stmt(ACCOUNTS_SQL, JSON.stringify([...members.keys()]), JSON.stringify(agencies)),
  ]);
  const accounts = found!.map((row) => ({
    id: String(row.id),
    settings: parseData("account", row),
    agencyName: row.above === null ? null : String(row.above),
    lifecycle: parseData("lifecycle", { shape: row.lifecycleShape, data: row.lifecycleData }),
  }));
  const payers = [...new Set(accounts.map(({ id, settings }) => payerOf(id, settings)))];
  const sums = await read(
    { ...scope, reach: payers },
    Object.fromEntries(payers.map((payer) => [payer, bookBalance(book(payer, "balance"))])),
  );
  return accounts
    .map(({ id, settings, agencyName, lifecycle }): OwnAccount => {
      const member = members.get(id);
      const payer = payerOf(id, settings);
      const balanceMicros = sums[payer]!;
      const paidBy = payer === id ? null : agencyName;
      const service = accountServiceStateAt({ lifecycle, balanceMicros, parkedServes: true }, paidBy, scope.now);
      const above = settings.agency !== null && agencies.includes(settings.agency);
      return {
        id,
        name: settings.name,
        agency: settings.agency,
        role: above ? "agency administrator" : member!.role,
        owner: settings.owner === person,
        softphone: member?.parked === null && member.softphone,
        parked: !above && member !== undefined && member.parked !== null,
        label: service.label,
        state: messageRenderer(scope, settings.zone)(service.says),
        turnsAt: service.turnsAt,
        zone: settings.zone,
      };
    })
    .sort((a, b) => Number(a.agency !== null) - Number(b.agency !== null) || a.name.localeCompare(b.name));
}

export const meProcedures = {
  me: personProcedure.query(async ({ ctx }) => {
    const { person } = await read(ctx.scope, { person: findPersonById(ctx.caller.person) });
    const { id, name, email, totp, operator } = person[0]!;
    return {
      person: { id, name, email, twoStep: totp !== null, operator: operator === 1 },
      session: ctx.caller.session,
      accounts: await readOwnAccounts(ctx.scope, id),
      now: ctx.scope.now,
    };
  }),
};
