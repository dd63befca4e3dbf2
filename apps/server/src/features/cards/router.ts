import {
  type Card,
  cardState,
  CARDS_MAX,
  cardExpiresAt,
  cardIdsInOrder,
  makeBackup,
  makePrimary,
  orderCards,
  removeCard,
  renameCard,
  type WalletData,
} from "@callboard/domain/cards/rules";
import {
  BackupCardInput,
  SimulateRechargeInput,
  RenameCardInput,
  CardOrderInput,
  RemoveCardInput,
  CardInput,
} from "@callboard/domain/cards/schema";
import { simulateRecharge } from "@callboard/domain/balance/simulateRecharge";
import { create, save } from "@callboard/domain/core/effect";
import { Failure, fail } from "@callboard/domain/core/failure";
import { message } from "@callboard/domain/core/message";
import { ZoneInput } from "@callboard/domain/balance/rechargeSchema";
import { personOf } from "@callboard/domain/core/actor";
import * as z from "zod/mini";
import { findOptional, type Query, findOne, findAll } from "../../store/queries.ts";
import type { Scope } from "../../store/scope.ts";
import { rechargeFactsFrom, rechargeQueries } from "../../store/reads/rechargeFacts.ts";
import { markCardRemoved } from "./reads.ts";
import { commit, read } from "../../store/commit.ts";
import { accountProcedure, router } from "../../rpc/procedures.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import type { Services } from "../../services.ts";

const readsBalance = accountProcedure("read the balance");
const managesCards = accountProcedure("manage cards");

/** Cards belong to the balance that they fill: an account that its agency pays for has none. */
const ownAccountQueries = (scope: Scope) => ({ account: findOne("account", scope.account) });
function checkOwnBalance({ account }: { account: { data: { balanceFrom: "own" | "agency" } } }): void {
  if (account.data.balanceFrom === "agency") fail("conflict", "cards.paidByAgency");
}

/** A card that must exist; if it doesn't, the message speaks of a card instead of a record. */
const findCard = (id: string): Query<Card> => {
  const query = findOptional("card", id);
  return {
    ...query,
    parse: (rows, readRecords, scope) =>
      query.parse(rows, readRecords, scope) ?? fail("not-found", "cards.missing", {}, "id"),
  };
};

/** Payment methods: cards that were entered at the provider. The wallet has the order in which they are tried. */
export const cards = router({
  list: readsBalance.input(z._default(ZoneInput, {})).query(async ({ ctx, input }) => {
    const { scope, context, services } = ctx;
    const { wallet, savedCards, account } = await read(scope, {
      wallet: findOptional("wallet", scope.account),
      savedCards: findAll("card"),
      ...ownAccountQueries(scope),
    });
    const { locale } = await readVisibility(scope, context, input.zone);
    const byId = new Map(savedCards.map((card) => [card.id, card]));
    const ordered = wallet === null ? [] : cardIdsInOrder(wallet.data).flatMap((id) => byId.get(id) ?? []);
    return withDisplayNames(scope, locale, (show) => ({
      provider: services.payments.name,
      paidByAgency: account.data.balanceFrom === "agency",
      max: CARDS_MAX,
      cards: ordered.map(({ id, version, data }) => ({
        id,
        version,
        role: roleOf(wallet!.data, id),
        brand: data.brand,
        last4: data.last4,
        expMonth: data.expMonth,
        expYear: data.expYear,
        endsAt: cardExpiresAt(data, context.zone),
        holder: data.holder,
        name: data.name,
        state: cardState(data, scope.now, context.zone),
        until: data.lastDecline?.until ?? null,
        why: data.lastDecline === null ? null : show.message(data.lastDecline.why),
      })),
    }));
  }),

  /** The address of the provider's page for entering a card. The provider reports the card itself afterwards. */
  add: managesCards.meta({ onReplay: "again" }).mutation(async ({ ctx }) => {
    const { scope, services } = ctx;
    const { account, wallet, savedCards } = await read(scope, {
      ...ownAccountQueries(scope),
      wallet: findOptional("wallet", scope.account),
      savedCards: findAll("card"),
    });
    // An agency administrator may add a card before the account starts to pay for itself.
    if (scope.membership.role !== "agency administrator") checkOwnBalance({ account });
    if (savedCards.length >= CARDS_MAX) fail("conflict", "cards.tooMany", { max: CARDS_MAX });
    const { name, zone } = account.data;
    const customer =
      wallet?.data.provider === services.payments.name
        ? wallet.data.customer
        : await askProvider(services, (signal) =>
            services.payments.findOrCreateCustomer({ id: scope.account, name }, signal),
          );
    if (customer !== wallet?.data.customer) await saveCustomer(scope, services, customer);
    const request = {
      accountId: scope.account,
      accountName: name,
      person: personOf(scope.actor) ?? scope.actor.id,
      zone,
    };
    return { url: await askProvider(services, (signal) => services.payments.cardPage(customer, request, signal)) };
  }),

  /** Simulates that these cards are declined tonight: runs the real chain and charges nothing. */
  drill: readsBalance.input(SimulateRechargeInput).query(async ({ ctx, input }) => {
    const { scope, context } = ctx;
    const facts = await read(scope, rechargeQueries(scope.account));
    const { locale } = await readVisibility(scope, context, input.zone);
    const simulation = simulateRecharge(rechargeFactsFrom(facts, scope.now), new Set(input.declined), scope.now);
    return withDisplayNames(scope, locale, (show) => ({
      ...simulation,
      why: show.message(simulation.why),
      currency: locale.currency,
    }));
  }),

  save: managesCards
    .input(RenameCardInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { card: findCard(input.id) }, ({ card }) => renameCard(card, input.version, input.name)),
    ),

  setPrimary: managesCards
    .input(CardInput)
    .mutation(({ ctx, input }) =>
      commit(
        ctx.scope,
        { wallet: findOne("wallet", ctx.scope.account), card: findCard(input.id) },
        ({ wallet, card }) => makePrimary(wallet, card),
      ),
    ),

  setBackup: managesCards.input(BackupCardInput).mutation(({ ctx, input }) => {
    const queries = {
      wallet: findOne("wallet", ctx.scope.account),
      card: input.id === null ? NO_CARD : findCard(input.id),
    };
    return commit(ctx.scope, queries, ({ wallet, card }) => makeBackup(wallet, card));
  }),

  order: managesCards
    .input(CardOrderInput)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { wallet: findOne("wallet", ctx.scope.account) }, ({ wallet }) =>
        orderCards(wallet, input.ids),
      ),
    ),

  /** Removes the card here first, then at the provider: a leftover at the provider can't be charged. */
  remove: managesCards.input(RemoveCardInput).mutation(async ({ ctx, input }) => {
    const { scope, services } = ctx;
    const queries = {
      wallet: findOne("wallet", scope.account),
      card: findCard(input.id),
      settings: findOptional("rechargeSettings", scope.account),
    };
    let providerRef = "";
    await commit(scope, queries, ({ wallet, card, settings }) => {
      ({ providerRef } = card.data);
      return [
        ...removeCard(wallet, card, input.version, settings?.data.enabled ?? false),
        markCardRemoved(wallet.data.customer, card),
      ];
    });
    await askProvider(services, (signal) => services.payments.removeCard(providerRef, signal)).catch(() =>
      services.log.warn({ ref: providerRef }, "could not ask the payment provider to delete a removed card"),
    );
    return null;
  }),
});

const NO_CARD: Query<null> = { statements: () => [], parse: () => null };

const roleOf = ({ primary, backup }: WalletData, id: string): "primary" | "backup" | "rest" =>
  id === primary ? "primary" : id === backup ? "backup" : "rest";

/**
 * Keeps the account's customer id at the provider, from the first card page on. Cards of another provider stay, and
 * must be entered again.
 */
const saveCustomer = (scope: Scope, { payments: { name: provider } }: Services, customer: string) =>
  commit(scope, { wallet: findOptional("wallet", scope.account) }, ({ wallet }) => {
    const metadata = { action: message("cards.didOpen") };
    if (wallet) return [save("wallet", wallet, { ...wallet.data, provider, customer }, metadata)];
    const data = { provider, customer, primary: null, backup: null, others: [] };
    return [create(scope.account, "wallet", scope.account, data, metadata)];
  });

/** A request to the provider that somebody is waiting for. Throws `busy` if there is no answer. */
async function askProvider<T>({ payments, log }: Services, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await ask(AbortSignal.timeout(payments.timeoutMs));
  } catch (error) {
    log.warn({ err: error }, "the payment provider did not answer");
    throw new Failure("busy", "cards.providerSilent", {});
  }
}
