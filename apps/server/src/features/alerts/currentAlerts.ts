import {
  agencyBalanceAlert,
  type Alert,
  balanceAlerts,
  cardAlerts,
  coverageAlerts,
  expiringVersionAlerts,
  failedMailAlerts,
  failedRunAlerts,
  lifecycleAlerts,
  rechargeAlerts,
  ruleLoopAlerts,
} from "@callboard/domain/alerts/rules";
import { ALERT_KINDS, ALERT_RULES } from "@callboard/domain/alerts/types";
import { book, isInactive } from "@callboard/domain/core/ledger";
import { may } from "@callboard/domain/core/permissions";
import { type Instant, SECOND } from "@callboard/domain/core/time";
import { isInForce } from "@callboard/domain/lifecycle/rules";
import { read } from "../../store/commit.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { findAll, findMany, findOne, findOptional } from "../../store/queries.ts";
import { readAccountState, readPayer } from "../../store/reads/payer.ts";
import { readExpiringVersions } from "../../store/reads/expiringVersions.ts";
import { readTeam } from "../../store/reads/team.ts";
import { readTeamQueues } from "../../store/reads/queues/teamQueues.ts";
import type { Scope } from "../../store/scope.ts";
import { readFailedMails, readFailedRuns } from "./reads.ts";

/** A team of thousands changes all the time; its alerts are worked out again at most this often. */
const TEAM_INTERVAL = 5 * SECOND;

interface CurrentAlerts {
  alerts: Alert[];
  /** When time alone changes them next; null: never. */
  changesAt: Instant | null;
}
const none: CurrentAlerts = { alerts: [], changesAt: null };
const only = (alerts: Alert[]): CurrentAlerts => ({ alerts, changesAt: null });

/** What needs the caller in this account now, the urgent first. Nothing is stored: each is worked out from its facts. */
export async function readCurrentAlerts(scope: Scope, { zone }: { zone: string }): Promise<CurrentAlerts> {
  const mayDo = (kind: (typeof ALERT_KINDS)[number]) => may(scope.membership, ALERT_RULES[kind].permission);
  const parts = await Promise.all([
    mayDo("balance") ? moneyAlerts(scope) : none,
    mayDo("account stopped") ? stopAlerts(scope) : none,
    mayDo("coverage") ? teamAlerts(scope, zone) : none,
    mayDo("failed mail") ? only(failedMailAlerts(await readFailedMails(scope))) : none,
    mayDo("failed run") ? only(failedRunAlerts(await readFailedRuns(scope))) : none,
    mayDo("expiring versions") ? versionAlerts(scope, zone) : none,
  ]);
  const alerts = parts.flatMap((part) => part.alerts);
  const changes = parts.flatMap(({ changesAt }) => changesAt ?? []);
  return {
    alerts: [...alerts.filter(({ tone }) => tone === "bad"), ...alerts.filter(({ tone }) => tone !== "bad")],
    changesAt: changes.length === 0 ? null : Math.min(...changes),
  };
}

async function moneyAlerts(scope: Scope): Promise<CurrentAlerts> {
  const { account, terms, lifecycle, settings, cards, open, balance } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
    lifecycle: findOne("lifecycle", scope.account),
    settings: findOptional("rechargeSettings", scope.account),
    cards: findAll("card"),
    open: findMany("recharge", { name: "open", value: "open" }),
    balance: bookBalance(book(scope.account, "balance")),
  });
  if (isInForce(lifecycle.data.canceled, scope.now)) return none;
  if (account.data.balanceFrom === "agency") return agencyBalanceAlerts(scope);
  const balanceFacts = {
    balance,
    currency: terms.data.currency,
    alertThreshold: settings?.data.threshold ?? terms.data.recharge.threshold,
    rechargesItself: (settings?.data.enabled ?? false) && cards.length > 0,
  };
  return only([
    ...balanceAlerts(balanceFacts),
    ...rechargeAlerts(open),
    ...cardAlerts(cards, scope.now, account.data.zone),
  ]);
}

/** The agency's balance decides whether calls connect; its low level, recharges and cards are the agency's business. */
async function agencyBalanceAlerts(scope: Scope): Promise<CurrentAlerts> {
  const { id, paidBy, scope: payerScope } = await readPayer(scope);
  if (paidBy === null) return none;
  const { balance } = await read(payerScope, { balance: bookBalance(book(id, "balance")) });
  return isInactive(balance) ? only([agencyBalanceAlert(paidBy)]) : none;
}

async function stopAlerts(scope: Scope): Promise<CurrentAlerts> {
  const { lifecycle } = await read(scope, { lifecycle: findOne("lifecycle", scope.account) });
  return { alerts: lifecycleAlerts(lifecycle.data, scope.now), changesAt: lifecycle.data.stopped?.until ?? null };
}

async function teamAlerts(scope: Scope, zone: string): Promise<CurrentAlerts> {
  const { now } = scope;
  const team = await readTeam(scope);
  const queues = await readTeamQueues(scope, { zone });
  const service = await readAccountState(scope);
  // Where no call connects, nobody could miss one.
  const covered = service.connects ? queues.filter(({ least }) => least !== null) : [];
  const changes = [service, ...covered].flatMap(({ changesAt }) => changesAt ?? []);
  if (covered.length > 0 && team.changesAt !== null) changes.push(Math.max(team.changesAt, now + TEAM_INTERVAL));
  return {
    alerts: [
      ...coverageAlerts(covered, team.callTakers()),
      ...team.withSeats.flatMap(({ person, name, seat }) => ruleLoopAlerts(person, name, seat.agent)),
    ],
    changesAt: changes.length === 0 ? null : Math.min(...changes),
  };
}

async function versionAlerts(scope: Scope, zone: string): Promise<CurrentAlerts> {
  const { count, more, first } = await readExpiringVersions(scope, { zone });
  return only(expiringVersionAlerts(count, more, first));
}
