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
import { findOptional, type Query, findOne, findMany } from "../../store/queries.ts";
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

const findCard = (id: string): Query<Card> => {
  const query = findOptional("card", id);
  return {
    ...query,
    take: (rows, seen, scope) => query.take(rows, seen, scope) ?? fail("not-found", "cards.missing", {}, "id"),
  };
};

/** Payment methods: cards that were entered at the provider, and the order in which they are tried. */
export const cards = router({
  list: readsBalance.input(z._default(ZoneInput, {})).query(async ({ ctx, input }) => {
    const { scope, place: context, world: services } = ctx;
    const { wallet, all, account } = await read(scope, {
      wallet: findOptional("wallet", scope.account),
      all: findMany("card", "account"),
      ...ownAccountQueries(scope),
    });
    const { words } = await readVisibility(scope, context, input.zone);
    const byId = new Map(all.map((card) => [card.id, card]));
    const ordered = wallet === null ? [] : cardIdsInOrder(wallet.data).flatMap((id) => byId.get(id) ?? []);
    return withDisplayNames(scope, words, (show) => ({
      provider: services.payments.name,
      paidByAgency: account.data.balanceFrom === "agency",
      most: CARDS_MAX,
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
        until: data.refused?.until ?? null,
        why: data.refused === null ? null : show.phrase(data.refused.why),
      })),
    }));
  }),

  /** The address of the provider's page for entering a card. The provider reports the card itself afterwards. */
  add: managesCards.meta({ repeated: "again" }).mutation(async ({ ctx }) => {
    const { scope, world: services } = ctx;
    const { account, wallet, all } = await read(scope, {
      ...ownAccountQueries(scope),
      wallet: findOptional("wallet", scope.account),
      all: findMany("card", "account"),
    });
    // An agency administrator may add a card before the account starts to pay for itself.
    if (scope.standing.role !== "agency administrator") checkOwnBalance({ account });
    if (all.length >= CARDS_MAX) fail("conflict", "cards.tooMany", { most: CARDS_MAX });
    const { name, zone } = account.data;
    const customer =
      wallet?.data.provider === services.payments.name
        ? wallet.data.customer
        : await askProvider(services, (signal) => services.payments.customer({ id: scope.account, name }, signal));
    if (customer !== wallet?.data.customer) await saveCustomer(scope, services, customer);
    const entering = { id: scope.account, account: name, by: personOf(scope.actor) ?? scope.actor.id, zone };
    return { url: await askProvider(services, (signal) => services.payments.cardPage(customer, entering, signal)) };
  }),

  /** Simulates that these cards are declined tonight: runs the real chain and charges nothing. */
  drill: readsBalance.input(SimulateRechargeInput).query(async ({ ctx, input }) => {
    const { scope, place: context } = ctx;
    const found = await read(scope, rechargeQueries(scope.account));
    const { words } = await readVisibility(scope, context, input.zone);
    const walked = simulateRecharge(rechargeFactsFrom(found, scope.now), new Set(input.declined), scope.now);
    return withDisplayNames(scope, words, (show) => ({
      ...walked,
      why: show.phrase(walked.why),
      currency: words.currency,
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
    const { scope, world: services } = ctx;
    const queries = {
      wallet: findOne("wallet", scope.account),
      card: findCard(input.id),
      settings: findOptional("rechargeSettings", scope.account),
    };
    let ref = "";
    await commit(scope, queries, ({ wallet, card, settings }) => {
      ({ ref } = card.data);
      return [
        ...removeCard(wallet, card, input.version, settings?.data.on ?? false),
        markCardRemoved(wallet.data.customer, card),
      ];
    });
    await askProvider(services, (signal) => services.payments.forget(ref, signal)).catch(() =>
      services.log.warn({ ref }, "could not ask the payment provider to delete a removed card"),
    );
    return null;
  }),
});

const NO_CARD: Query<null> = { stmts: () => [], take: () => null };

const roleOf = ({ primary, backup }: WalletData, id: string): "primary" | "backup" | "rest" =>
  id === primary ? "primary" : id === backup ? "backup" : "rest";

/**
 * Keeps the account's customer id at the provider, from the first card page on. Cards of another provider stay, and
 * must be entered again.
 */
const saveCustomer = (scope: Scope, { payments: { name: provider } }: Services, customer: string) =>
  commit(scope, { wallet: findOptional("wallet", scope.account) }, ({ wallet }) => {
    const said = { action: message("cards.didOpen") };
    if (wallet) return [save("wallet", wallet, { ...wallet.data, provider, customer }, said)];
    const data = { provider, customer, primary: null, backup: null, rest: [] };
    return [create(scope.account, "wallet", scope.account, data, said)];
  });

/** A request to the provider that somebody is waiting for. Throws `busy` if there is no answer. */
async function askProvider<T>({ payments, log }: Services, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await ask(AbortSignal.timeout(payments.patienceMs));
  } catch (error) {
    log.warn({ err: error }, "the payment provider did not answer");
    throw new Failure("busy", "cards.providerSilent", {});
  }
}
