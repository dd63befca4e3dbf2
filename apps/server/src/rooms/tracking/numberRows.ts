import { payerOf } from "@callboard/domain/account";
import type { ErrandData } from "@callboard/domain/errands";
import type { Currency } from "@callboard/domain/money";
import { book } from "@callboard/domain/ledger";
import { feeOf } from "@callboard/domain/numbers";
import { showNumber } from "@callboard/domain/phoneNumber";
import type { Doc } from "@callboard/domain/record";
import { type ServiceAccount, serviceAt, type ServiceLabel } from "@callboard/domain/service";
import type { NumberData } from "@callboard/domain/tracking";
import { known, one } from "../../needs.ts";
import { balance } from "../../bookNeeds.ts";
import { namesOf } from "../../names.ts";
import { momentOf, type Scope } from "../../scope.ts";
import { look } from "../../store.ts";
import type { Place } from "../access/doorkeeper.ts";
import { said } from "../said.ts";

export interface NumberRow extends NumberData {
  id: string;
  version: number;
  shown: string;
  sourceName: string | null;
  routeName: string | null;
  /** Of a receiving number: itself, as people write it. */
  routeNumber: string | null;
  feeMicros: number;
  currency: Currency;
  service: { connects: boolean; swaps: boolean; label: ServiceLabel; why: string };
}

/** What the account brings along for all of its numbers: read once for a whole page. */
async function accountAt(scope: Scope) {
  const { account, terms, lifecycle } = await look(scope, {
    account: one("account", scope.account),
    terms: one("terms", scope.account),
    lifecycle: one("lifecycle", scope.account),
  });
  const payer = payerOf(scope.account, account.data);
  const { sum } = await look({ ...scope, reach: [payer] }, { sum: balance(book(payer, "balance")) });
  const service: ServiceAccount = {
    lifecycle: lifecycle.data,
    balanceMicros: sum,
    parkedServes: terms.data.parkedServes,
  };
  return { terms: terms.data, service };
}

/** Numbers as lists show them: what they lead to by its name today, their fee, and what they do now and why. */
export async function numberRows(scope: Scope, place: Place, docs: readonly Doc<NumberData>[]): Promise<NumberRow[]> {
  const [{ terms, service }, ledTo] = await Promise.all([accountAt(scope), namesLedTo(scope, docs)]);
  const words = said(scope, place.zone);
  const led = (key: string) => ledTo.get(key);
  return docs.map(({ id, version, data }) => {
    const { connects, swaps, label, why, feeGoesOn } = serviceAt(service, data, momentOf(scope));
    return {
      ...data,
      id,
      version,
      // No day is told on which nothing will be charged.
      renewsAt: feeGoesOn ? data.renewsAt : null,
      shown: showNumber(data.e164),
      sourceName: led(`source:${data.source}`)?.name ?? null,
      routeName: led(`${data.route?.to}:${data.route?.id}`)?.name ?? null,
      routeNumber: led(`${data.route?.to}:${data.route?.id}`)?.shown ?? null,
      feeMicros: feeOf(terms, data.kind),
      currency: terms.currency,
      service: { connects, swaps, label, why: words(why) },
    };
  });
}

/** Each source, receiving number and queue that the numbers name, once. */
async function namesLedTo(
  scope: Scope,
  docs: readonly Doc<NumberData>[],
): Promise<Map<string, { name: string; shown: string | null }>> {
  const needs = Object.fromEntries(
    docs.flatMap(({ data: { source, route } }) => [
      ...(source === null ? [] : [[`source:${source}`, known("source", source)] as const]),
      ...(route === null ? [] : [[`${route.to}:${route.id}`, known(route.to, route.id)] as const]),
    ]),
  );
  const found = await look(scope, needs);
  return new Map(
    Object.entries(found).flatMap(([key, doc]) => {
      if (!doc) return [];
      const { name, e164 } = doc.data as { name: string; e164?: string };
      return [[key, { name, shown: e164 === undefined ? null : showNumber(e164) }] as const];
    }),
  );
}

export interface ErrandRow extends Pick<
  ErrandData,
  "about" | "record" | "state" | "tries" | "asked" | "wantedAt" | "sentAt" | "nextAt" | "endedAt"
> {
  what: NumberErrand;
  id: string;
  version: number;
  shown: string;
  by: string | null;
  why: string;
}

/** Orders are about numbers: what cards are charged stands elsewhere. */
type NumberErrand = Extract<ErrandData["what"], `${string} number`>;

/** Orders as screens show them. */
export async function errandRows(scope: Scope, place: Place, docs: readonly Doc<ErrandData>[]): Promise<ErrandRow[]> {
  const names = await namesOf(
    scope.db,
    docs.map(({ data }) => data.by.id),
  );
  const words = said(scope, place.zone);
  return docs.map(({ id, version, data: { input: _input, by, why, ...rest } }) => ({
    ...rest,
    what: rest.what as NumberErrand,
    id,
    version,
    shown: showNumber(rest.about),
    by: names.get(by.id) ?? null,
    why: words(why),
  }));
}
