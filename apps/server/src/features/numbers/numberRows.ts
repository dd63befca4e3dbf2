import { payerOf } from "@callboard/domain/account/rules";
import type { Currency } from "@callboard/domain/core/money";
import { book } from "@callboard/domain/core/ledger";
import { monthlyFee } from "@callboard/domain/numbers/rules";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import type { Doc } from "@callboard/domain/core/record";
import { type AccountServiceFacts, serviceStateAt, type ServiceLabel } from "@callboard/domain/numbers/serviceState";
import type { NumberData } from "@callboard/domain/numbers/schema";
import { findOptional, findOne } from "../../store/queries.ts";
import { bookBalance } from "../../store/ledger/balances.ts";
import { asOfOrNow, type Scope } from "../../store/scope.ts";
import { read } from "../../store/commit.ts";
import type { AccountContext } from "../../auth/sessionCache.ts";
import { messageRenderer } from "../../store/messageText.ts";

export interface NumberRow extends NumberData {
  id: string;
  version: number;
  /** The number as people read it. */
  shown: string;
  sourceName: string | null;
  routeName: string | null;
  /** The formatted number, if the routing target is a receiving number. */
  routeNumber: string | null;
  feeMicros: number;
  currency: Currency;
  service: { connects: boolean; swaps: boolean; label: ServiceLabel; why: string };
}

/** The account's facts that all of its numbers need: read once for a page. */
async function readServiceAccount(scope: Scope) {
  const { account, terms, lifecycle } = await read(scope, {
    account: findOne("account", scope.account),
    terms: findOne("terms", scope.account),
    lifecycle: findOne("lifecycle", scope.account),
  });
  const payer = payerOf(scope.account, account.data);
  const { balanceMicros } = await read(
    { ...scope, relatedAccounts: [payer] },
    { balanceMicros: bookBalance(book(payer, "balance")) },
  );
  const service: AccountServiceFacts = {
    lifecycle: lifecycle.data,
    balanceMicros,
    frozenConnects: terms.data.frozenConnects,
  };
  return { terms: terms.data, service };
}

/** Numbers as lists show them: their current routing target, fee, and service state with its reason. */
export async function numberRows(
  scope: Scope,
  context: AccountContext,
  docs: readonly Doc<NumberData>[],
): Promise<NumberRow[]> {
  const [{ terms, service }, targetNames] = await Promise.all([
    readServiceAccount(scope),
    readTargetNames(scope, docs),
  ]);
  const render = messageRenderer(scope, context.zone);
  const targetOf = (key: string) => targetNames.get(key);
  return docs.map(({ id, version, data }) => {
    const { connects, swaps, label, why, isCharged } = serviceStateAt(service, data, asOfOrNow(scope));
    return {
      ...data,
      id,
      version,
      // Shows no renewal day on which nothing will be charged.
      renewsAt: isCharged ? data.renewsAt : null,
      shown: formatPhoneNumber(data.e164),
      sourceName: targetOf(`source:${data.source}`)?.name ?? null,
      routeName: targetOf(`${data.route?.to}:${data.route?.id}`)?.name ?? null,
      routeNumber: targetOf(`${data.route?.to}:${data.route?.id}`)?.shown ?? null,
      feeMicros: monthlyFee(terms, data.kind),
      currency: terms.currency,
      service: { connects, swaps, label, why: render(why) },
    };
  });
}

/** The names of the sources, receiving numbers and queues that the numbers refer to, each read once. */
async function readTargetNames(
  scope: Scope,
  docs: readonly Doc<NumberData>[],
): Promise<Map<string, { name: string; shown: string | null }>> {
  const queries = Object.fromEntries(
    docs.flatMap(({ data: { source, route } }) => [
      ...(source === null ? [] : [[`source:${source}`, findOptional("source", source)] as const]),
      ...(route === null ? [] : [[`${route.to}:${route.id}`, findOptional(route.to, route.id)] as const]),
    ]),
  );
  const targets = await read(scope, queries);
  return new Map(
    Object.entries(targets).flatMap(([key, doc]) => {
      if (!doc) return [];
      const { name, e164 } = doc.data as { name: string; e164?: string };
      return [[key, { name, shown: e164 === undefined ? null : formatPhoneNumber(e164) }] as const];
    }),
  );
}
