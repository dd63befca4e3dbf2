import { findRequestAccount } from "./reads.ts";
import { reverseDecline } from "@callboard/domain/balance/chargeOutcome";
import type { Effect } from "@callboard/domain/core/effect";
import { checkAgain, type ProviderRequest } from "@callboard/domain/core/provider-request/providerRequest";
import { book } from "@callboard/domain/core/ledger";
import { chargeDataOf } from "@callboard/domain/balance/recharge";
import { reverseRefund } from "@callboard/domain/balance/refund";
import { findEntryByKey } from "../../store/ledger/entries.ts";
import { refundOrderFor } from "./refundHandler.ts";
import { findAdministrators } from "../../store/reads/administrators.ts";
import { findOptional, findOne } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { systemScope } from "../../store/systemScope.ts";
import type { Scope } from "../../store/scope.ts";
import { commit, read } from "../../store/commit.ts";
import type { Services } from "../../services.ts";
import { chargeLookup } from "./chargeLookup.ts";
import { failedRefundMails, reversedDeclineMails } from "./mails.ts";
import { type ChargeAnswer, PROVIDER_ACTOR } from "../../integrations/payments/port.ts";

const MAX_TRIES = 5;

/**
 * The provider reports that a charge or a refund changed. The message itself isn't trusted: we find the request by its
 * key, ask the provider for its outcome, and apply the answer only to the version that we asked about. So messages may
 * arrive in any order and more than once.
 */
export async function chargeChanged(services: Services, key: string): Promise<void> {
  const account = await findRequestAccount(services, key);
  if (account === null) return;
  const scope = systemScope(services, account, PROVIDER_ACTOR);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { charge } = await read(scope, { charge: findOptional("charge", key) });
    if (!charge || charge.data.endedAt === null) return charge ? askRequestAgain(scope, charge) : undefined;
    const isRefund = charge.data.type === "refund card";
    const answer = isRefund
      ? await services.payments.checkRefund(refundOrderFor(charge), AbortSignal.timeout(services.payments.timeoutMs))
      : await services.payments.checkCharge(chargeLookup(charge), AbortSignal.timeout(services.payments.timeoutMs));
    if (!isOutcomeReversed(charge, answer)) return;
    if (await (isRefund ? writeFailedRefund(services, scope, charge) : writeReversedDecline(services, scope, charge)))
      return;
  }
}

/** A declined payment was made after all, or a settled refund failed afterwards. */
const isOutcomeReversed = ({ data }: ProviderRequest, { outcome }: ChargeAnswer): boolean =>
  data.type === "refund card"
    ? data.state === "settled" && outcome === "declined"
    : data.state === "declined" && outcome === "done";

/** An open request has a handler that asks about it: if the outcome is unknown, the handler asks again now. */
async function askRequestAgain(scope: Scope, { id }: ProviderRequest): Promise<void> {
  await commit(scope, { charge: findOptional("charge", id) }, ({ charge }, { now }) =>
    charge?.data.state === "unknown" ? checkAgain(charge, now) : [],
  );
}

const mailQueries = (account: string) => ({
  ownAccount: findOne("account", account),
  terms: findOne("terms", account),
  recipients: findAdministrators([account]),
  balanceMicros: bookBalance(book(account, "balance")),
});

function writeReversedDecline(services: Services, scope: Scope, request: ProviderRequest): Promise<boolean> {
  const { account, id } = request;
  const queries = {
    ...mailQueries(account),
    charge: findOne("charge", id),
    recharge: findOne("recharge", chargeDataOf(request).recharge),
  };
  return commit<typeof queries, boolean>(
    scope,
    queries,
    ({ charge, recharge, ownAccount, terms, recipients, balanceMicros }, { now }) => {
      if (charge.version !== request.version) return { effects: [], answer: false };
      const mailContext = { account: ownAccount.data.name, recipients, balanceMicros, currency: terms.data.currency };
      const effects = reverseDecline(charge, { account, recharge }, now);
      return { effects: [...effects, ...reversedDeclineMails(services, scope, mailContext, charge)], answer: true };
    },
  );
}

function writeFailedRefund(services: Services, scope: Scope, request: ProviderRequest): Promise<boolean> {
  const { account, id } = request;
  const queries = { ...mailQueries(account), refund: findOne("charge", id), entry: findEntryByKey(`refund:${id}`) };
  return commit<typeof queries, boolean>(
    scope,
    queries,
    ({ refund, entry, ownAccount, terms, recipients, balanceMicros }, { now }) => {
      if (refund.version !== request.version || entry === null) return { effects: [], answer: false };
      const mailContext = { account: ownAccount.data.name, recipients, balanceMicros, currency: terms.data.currency };
      const effects: Effect[] = reverseRefund(refund, entry, now);
      return { effects: [...effects, ...failedRefundMails(services, scope, mailContext, refund)], answer: true };
    },
  );
}
