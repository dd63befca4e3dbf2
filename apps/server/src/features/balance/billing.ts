import { DUE_SQL, UNPAID_SQL, WITHOUT_SUBSCRIPTION_SQL } from "./reads.ts";
import { payerOf } from "@callboard/domain/account/rules";
import { daysAfter } from "@callboard/domain/core/calendar";
import { sortableInstant } from "@callboard/domain/core/fieldSchemas";
import { valueAt } from "@callboard/domain/core/formerValue";
import { book } from "@callboard/domain/core/ledger";
import { message } from "@callboard/domain/core/message";
import { GRACE_DAYS, renewDue, UNPAID_HOLD_DAYS } from "@callboard/domain/balance/renewals";
import type { BilledAccount } from "@callboard/domain/balance/renewalStep";
import { startSubscription } from "@callboard/domain/balance/subscription";
import { DAY, type Instant } from "@callboard/domain/core/time";
import { BILLING_ACTOR } from "@callboard/domain/balance/usage";
import { consoleLink } from "../../integrations/mail/consoleLink.ts";
import { type Row, stmt } from "../../store/database/port.ts";
import { findAdministrators, type MailRecipient } from "../../store/reads/administrators.ts";
import { findFormerValues, sinceTheBeginning } from "../../store/formerValues.ts";
import { mailEffects } from "../../integrations/mail/composeMail.ts";
import { findOptional, findOrRemoved, findOne, findByIds } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { systemScope } from "../../store/systemScope.ts";
import type { Scope } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import type { Services } from "../../services.ts";

/** The numbers of one account that are renewed in one commit, at most. */
const NUMBERS_PER_COMMIT = 100;

/** Shorter than any month, so nothing falls due twice within it. */
const DUE_WINDOW = 21 * DAY;

/**
 * Charges the monthly fees of numbers and subscriptions that have fallen due, in their order. Each due day is paid
 * once, however often this runs. Numbers in grace fell due earlier and come first; held numbers start a new month today
 * and come last.
 */
export async function runBilling(services: Services, isStopped: () => boolean = () => false): Promise<number> {
  let changed = await renewAll(services, await readUnpaid(services, false), isStopped);
  for (let cursor = FIRST_CURSOR; !isStopped();) {
    const due = await readDueAfter(services, cursor);
    const last = due.at(-1);
    if (!last) break;
    changed += await renewAll(services, due, isStopped);
    cursor = last as DueCursor;
  }
  return changed + (await renewAll(services, await readUnpaid(services, true), isStopped));
}

const readUnpaid = async (services: Services, held: boolean): Promise<Row[]> =>
  (await services.db.read([stmt(UNPAID_SQL, Number(held))]))[0]!;

interface DueCursor {
  value: string;
  account: string;
  kind: string;
  id: string;
}
const FIRST_CURSOR: DueCursor = { value: "", account: "", kind: "", id: "" };

/** A page of the fees that are due after this cursor, within a window in which nothing falls due twice. */
async function readDueAfter(services: Services, { value, account, kind, id }: DueCursor): Promise<Row[]> {
  const [due] = await services.db.read([stmt(DUE_SQL, value, sortableInstant(services.now()), account, kind, id)]);
  const until = Number(due![0]?.value ?? 0) + DUE_WINDOW;
  return due!.filter((row) => Number(row.value) < until);
}

async function renewAll(services: Services, due: readonly Row[], isStopped: () => boolean): Promise<number> {
  let changed = 0;
  for (const batch of toRenewalBatches(due)) {
    // If another balance has become the payer meanwhile, read again and retry.
    for (let renewed: number | null = null; renewed === null && !isStopped();) {
      renewed = await renew(services, batch);
      changed += renewed ?? 0;
    }
  }
  return changed;
}

interface RenewalBatch {
  account: string;
  includesSubscription: boolean;
  numbers: string[];
}

/** Groups consecutive rows of one account into commits, up to the limit. */
function toRenewalBatches(due: readonly Row[]): RenewalBatch[] {
  const batches: RenewalBatch[] = [];
  for (const { account, kind, id } of due) {
    let last = batches.at(-1);
    if (last?.account !== account || last!.numbers.length === NUMBERS_PER_COMMIT) {
      last = { account, includesSubscription: false, numbers: [] };
      batches.push(last);
    }
    if (kind === "subscription") last!.includesSubscription = true;
    else last!.numbers.push(id);
  }
  return batches;
}

/** Returns how many records changed; null if the payer changed after it was read. */
async function renew(
  services: Services,
  { account: id, includesSubscription, numbers: ids }: RenewalBatch,
): Promise<number | null> {
  const accountScope: Scope = { ...systemScope(services, id, BILLING_ACTOR), priority: "low" };
  const { account: settings } = await read(accountScope, { account: findOne("account", id) });
  const payer = payerOf(id, settings.data);
  const scope = { ...accountScope, relatedAccounts: payer === id ? [] : [payer] };
  const queries = {
    numbers: findByIds("number", ids),
    account: findOne("account", id),
    payerAccount: findOne("account", payer, payer),
    terms: findOne("terms", id),
    // All former terms: an overdue month is charged by the terms of its time.
    formerTerms: findFormerValues("terms", sinceTheBeginning),
    lifecycle: findOne("lifecycle", id),
    subscription: findOptional("subscription", id),
    balanceMicros: bookBalance(book(payer, "balance")),
    administrators: findAdministrators([id, payer]),
  };
  return commit<typeof queries, number | null>(scope, queries, (facts, environment) => {
    const {
      account,
      payerAccount,
      terms,
      formerTerms,
      numbers,
      lifecycle,
      subscription,
      balanceMicros,
      administrators,
    } = facts;
    if (payerOf(id, account.data) !== payer) return { effects: [], answer: null };
    const { zone } = account.data;
    const termsAt = (at: Instant) => valueAt(formerTerms, terms.data, at);
    const service = { lifecycle: lifecycle.data, balanceMicros, frozenConnects: terms.data.frozenConnects };
    const billed: BilledAccount = { account: id, zone, payer, currency: terms.data.currency, termsAt, service };
    const renewed = renewDue(
      billed,
      { subscription: includesSubscription ? subscription : null, numbers },
      environment,
    );
    const names = { account: account.data.name, payer: payerAccount.data.name };
    const mails = [
      ...renewalMails(
        services,
        scope,
        administrators,
        names,
        "grace",
        renewed.unpaid,
        daysAfter(environment.now, GRACE_DAYS, zone),
      ),
      ...renewalMails(
        services,
        scope,
        administrators,
        names,
        "held",
        renewed.held,
        daysAfter(environment.now, UNPAID_HOLD_DAYS, zone),
      ),
    ];
    const { effects } = renewed;
    return { effects: [...effects, ...mails], answer: effects.filter((effect) => effect.do === "save").length };
  });
}

/** One mail to each administrator about all numbers whose service changed in this commit. */
function renewalMails(
  services: Services,
  scope: Scope,
  recipients: readonly MailRecipient[],
  names: { account: string; payer: string },
  state: "grace" | "held",
  numbers: readonly string[],
  until: number,
) {
  if (numbers.length === 0) return [];
  const count = numbers.length === 1 ? "1 number" : `${numbers.length} numbers`;
  const values = { ...names, count, numbers: numbers.join(", "), until };
  const subject = message(state === "grace" ? "mail.graceSubject" : "mail.heldSubject", values);
  const text = message(state === "grace" ? "mail.graceText" : "mail.heldText", values);
  const link = consoleLink(services.publicUrl, scope.account, "balance");
  return recipients.flatMap((recipient) =>
    mailEffects(services, scope, { account: scope.account, ...recipient, subject, text, link }),
  );
}

/**
 * For accounts that were opened before subscriptions existed: the first charge is on their next due day in the future.
 */
export async function startMissingSubscriptions(services: Services): Promise<void> {
  const [accounts] = await services.db.read([stmt(WITHOUT_SUBSCRIPTION_SQL)]);
  for (const { account } of accounts!) {
    const queries = {
      settings: findOne("account", account),
      terms: findOne("terms", account),
      subscription: findOrRemoved("subscription", account),
    };
    await commit(systemScope(services, account, BILLING_ACTOR), queries, ({ settings, terms, subscription }, { now }) =>
      subscription ? [] : [startSubscription(account, settings.data.zone, terms.data.since, now)],
    );
  }
}
