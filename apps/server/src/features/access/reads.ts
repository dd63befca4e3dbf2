import type { MemberData } from "@callboard/domain/access/schema";
import type { AccountData } from "@callboard/domain/account/schema";
import type { Doc } from "@callboard/domain/core/record";
import type { DataOf, KindName } from "@callboard/domain/core/records";
import { stmt } from "../../store/database/port.ts";
import {
  parseRecord,
  findOptional,
  type Query,
  findOne,
  selectRows,
  combineByName,
  findAll,
  parseData,
} from "../../store/queries.ts";
import { checkedAccount } from "../../store/checkedAccount.ts";
import { RESPONSIBLE_SQL } from "../../auth/memberships.ts";
import type { Scope } from "../../store/scope.ts";
import { payerOf } from "@callboard/domain/account/rules";
import { book } from "@callboard/domain/core/ledger";
import type { Role } from "@callboard/domain/core/permissions";
import type { Instant } from "@callboard/domain/core/time";
import type { LifecycleLabel } from "@callboard/domain/lifecycle/rules";
import { accountServiceStateAt } from "@callboard/domain/lifecycle/serviceState";
import { read } from "../../store/commit.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { messageRenderer } from "../../store/messageText.ts";

/** Items in an account that run in somebody's name or go to their address. */
export interface OwnedItems {
  account: Doc<AccountData>;
  /** Their own membership; null where it comes from their role in the agency. */
  member: Doc<MemberData> | null;
  keys: Doc<DataOf<"apiKey">>[];
  invitations: Doc<DataOf<"invitation">>[];
  runs: Doc<DataOf<"run">>[];
  /** Statement schedules with their address among the recipients. */
  schedules: Doc<DataOf<"statementSchedule">>[];
  /** Mails to them that are still waiting to be sent. */
  mails: { id: string; schedule: string | null }[];
  person: string;
  address: string;
}

const COLUMNS = "r.account, r.kind, r.id, r.version, r.shape, r.data, r.at";

const findDocs = <K extends KindName>(account: string, sql: string, ...args: string[]): Query<Doc<DataOf<K>>[]> => ({
  statements: (scope) => [stmt(`SELECT ${COLUMNS} ${sql} ORDER BY r.id`, checkedAccount(scope, account), ...args)],
  parse: ([rows], readRecords) => rows!.map((row) => parseRecord<K>(row, readRecords)),
});

const findByResponsible = <K extends KindName>(kind: K, person: string, account: string) =>
  findDocs<K>(account, `FROM records r WHERE r.account = ? AND r.kind = ? AND ${RESPONSIBLE_SQL} = ?`, kind, person);

const findRunsOf = (person: string, account: string) =>
  findDocs<"run">(
    account,
    `FROM keys k JOIN records r ON r.account = k.account AND r.kind = k.kind AND r.id = k.id
     WHERE k.space = ? AND k.kind = 'run' AND k.name = 'open' AND k.value = 'running' AND r.data ->> '$.responsible.id' = ?`,
    person,
  );

const findWaitingMails = (person: string, account: string) =>
  selectRows<OwnedItems["mails"][number]>(
    `SELECT m.id, d.schedule FROM mails m LEFT JOIN documents d ON d.id = m.document WHERE m.state = 'waiting'
     AND m.account = ? AND m.recipient = (SELECT email FROM people WHERE id = ?) ORDER BY m.id`,
    account,
    person,
  );

/** Everything that somebody has in one account, read in the transaction that ends their permission. */
export function findOwnedItems(account: string, person: string): Query<OwnedItems> {
  const query = combineByName({
    account: findOne("account", account, account),
    member: findOptional("member", person, account),
    keys: findByResponsible("apiKey", person, account),
    invitations: findByResponsible("invitation", person, account),
    runs: findRunsOf(person, account),
    schedules: findAll("statementSchedule", account),
    mails: findWaitingMails(person, account),
    people: selectRows<{ email: string }>("SELECT email FROM people WHERE id = ?", person),
  });
  return {
    statements: query.statements,
    parse(sets, readRecords, scope) {
      const { people, ...items } = query.parse(sets, readRecords, scope);
      const address = people[0]?.email ?? "";
      return {
        ...items,
        keys: items.keys.filter(({ data }) => data.revokedAt === null),
        schedules: items.schedules.filter(({ data }) => data.recipients.includes(address)),
        person,
        address,
      };
    },
  };
}

const SUB_ACCOUNTS_SQL = `SELECT k.id FROM keys k JOIN records a ON a.account = k.id AND a.kind = 'account' AND a.id = k.id
  WHERE k.kind = 'account' AND k.name = 'agency' AND k.value = ?1 AND (a.data ->> '$.owner' = ?2
  OR EXISTS (SELECT 1 FROM records r WHERE r.account = k.id AND r.kind IN ('apiKey', 'invitation') AND ${RESPONSIBLE_SQL} = ?2)
  OR EXISTS (SELECT 1 FROM records r, json_each(r.data, '$.recipients') t, people p
    WHERE r.account = k.id AND r.kind = 'statementSchedule' AND p.id = ?2 AND t.value = p.email)
  OR EXISTS (SELECT 1 FROM keys n JOIN records r ON r.account = n.account AND r.kind = n.kind AND r.id = n.id
    WHERE n.space = k.id AND n.kind = 'run' AND n.name = 'open' AND n.value = 'running' AND r.data ->> '$.responsible.id' = ?2)
  OR EXISTS (SELECT 1 FROM mails m, people p WHERE m.account = k.id AND m.state = 'waiting' AND p.id = ?2
    AND m.recipient = p.email)) ORDER BY k.id`;

/** This account, and its sub-accounts in which an agency administrator has something. */
export async function findAccountsWithOwnedItems({ db, account }: Scope, person: string): Promise<string[]> {
  const [rows] = await db.read([stmt(SUB_ACCOUNTS_SQL, account, person)]);
  return [account, ...rows!.map(({ id }) => String(id))];
}

export interface OwnAccount {
  id: string;
  name: string;
  agency: string | null;
  role: Role;
  owner: boolean;
  softphone: boolean;
  /** Frozen by the plan: may read, and nothing else. */
  frozen: boolean;
  label: LifecycleLabel;
  /** The account's state in a sentence. */
  state: string;
  /** When the state changes without anybody acting; null: never. */
  turnsAt: Instant | null;
  zone: string;
}

const ACCOUNTS_SQL = `SELECT a.account AS id, a.shape, a.data, agency.data ->> '$.name' AS agencyName, l.shape AS lifecycleShape, l.data AS lifecycleData
  FROM records a JOIN records l ON l.account = a.account AND l.kind = 'lifecycle' AND l.id = a.account
  LEFT JOIN records agency ON agency.account = a.data ->> '$.agency' AND agency.kind = 'account' AND agency.id = agency.account
  WHERE a.kind = 'account' AND a.id = a.account AND a.account IN (
    SELECT value FROM json_each(?1)
    UNION SELECT k.id FROM keys k WHERE k.kind = 'account' AND k.name = 'agency' AND k.value IN (SELECT value FROM json_each(?2)))`;

const runsAgency = ({ role, frozen }: MemberData): boolean => role === "agency administrator" && frozen === null;

/** The accounts that somebody can work in, each with its state; the agency comes before its sub-accounts. */
export async function readOwnAccounts(scope: Scope, person: string): Promise<OwnAccount[]> {
  const [memberRows] = await scope.db.read([
    stmt("SELECT account, shape, data FROM records WHERE kind = 'member' AND id = ?", person),
  ]);
  const members = new Map(memberRows!.map((row) => [row.account as string, parseData("member", row)]));
  const agencies = [...members.keys()].filter((id) => runsAgency(members.get(id)!));
  const [rows] = await scope.db.read([
    stmt(ACCOUNTS_SQL, JSON.stringify([...members.keys()]), JSON.stringify(agencies)),
  ]);
  const accounts = rows!.map((row) => ({
    id: String(row.id),
    settings: parseData("account", row),
    agencyName: row.agencyName === null ? null : String(row.agencyName),
    lifecycle: parseData("lifecycle", { shape: row.lifecycleShape, data: row.lifecycleData }),
  }));
  const payers = [...new Set(accounts.map(({ id, settings }) => payerOf(id, settings)))];
  const balances = await read(
    { ...scope, relatedAccounts: payers },
    Object.fromEntries(payers.map((payer) => [payer, bookBalance(book(payer, "balance"))])),
  );
  return accounts
    .map(({ id, settings, agencyName, lifecycle }): OwnAccount => {
      const member = members.get(id);
      const payer = payerOf(id, settings);
      const balanceMicros = balances[payer]!;
      const paidBy = payer === id ? null : agencyName;
      const service = accountServiceStateAt({ lifecycle, balanceMicros, frozenConnects: true }, paidBy, scope.now);
      const throughAgency = settings.agency !== null && agencies.includes(settings.agency);
      return {
        id,
        name: settings.name,
        agency: settings.agency,
        role: throughAgency ? "agency administrator" : member!.role,
        owner: settings.owner === person,
        softphone: member?.frozen === null && member.softphone,
        frozen: !throughAgency && member !== undefined && member.frozen !== null,
        label: service.label,
        state: messageRenderer(scope, settings.zone)(service.message),
        turnsAt: service.changesAt,
        zone: settings.zone,
      };
    })
    .sort((a, b) => Number(a.agency !== null) - Number(b.agency !== null) || a.name.localeCompare(b.name));
}
