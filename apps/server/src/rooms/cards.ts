import {
  type Card,
  cardState,
  CARDS_MAX,
  endOf,
  inOrder,
  makeBackup,
  makePrimary,
  orderCards,
  removeCard,
  renameCard,
  type WalletData,
} from "@callboard/domain/cards";
import { BackupChoice, CardDrill, CardName, CardOrder, CardRemoval, ThisCard } from "@callboard/domain/cards.schema";
import { drill } from "@callboard/domain/drill";
import { create, save } from "@callboard/domain/decision";
import { Failure, refuse } from "@callboard/domain/failure";
import { phrase } from "@callboard/domain/phrase";
import { Shown } from "@callboard/domain/recharge.schema";
import { personOf } from "@callboard/domain/actor";
import * as z from "zod/mini";
import { known, type Need, one, where } from "../needs.ts";
import type { Scope } from "../scope.ts";
import { factsFrom, rechargeNeeds } from "../payments/facts.ts";
import { keepRemoved } from "../payments/heardCards.ts";
import { commit, look } from "../store.ts";
import { open, router } from "../trpc.ts";
import { inWords } from "../words.ts";
import { sightHere } from "../sight.ts";
import type { World } from "../world.ts";

const reading = open("read the balance");
const managing = open("manage cards");

/** Cards belong to whose balance they fill: an account that its agency pays for has none. */
const own = (scope: Scope) => ({ account: one("account", scope.account) });
function checkOwn({ account }: { account: { data: { balanceFrom: "own" | "agency" } } }): void {
  if (account.data.balanceFrom === "agency") refuse("conflict", "cards.paidByAgency");
}

const aCard = (id: string): Need<Card> => {
  const need = known("card", id);
  return {
    ...need,
    take: (rows, seen, scope) => need.take(rows, seen, scope) ?? refuse("not-found", "cards.missing", {}, "id"),
  };
};

/** Payment methods: cards that were entered at the provider, and the order in which they are tried. */
export const cards = router({
  list: reading.input(z._default(Shown, {})).query(async ({ ctx, input }) => {
    const { scope, place, world } = ctx;
    const { wallet, all, account } = await look(scope, {
      wallet: known("wallet", scope.account),
      all: where("card", "account"),
      ...own(scope),
    });
    const { words } = await sightHere(scope, place, input.zone);
    const byId = new Map(all.map((card) => [card.id, card]));
    const ordered = wallet === null ? [] : inOrder(wallet.data).flatMap((id) => byId.get(id) ?? []);
    return inWords(scope, words, (show) => ({
      provider: world.payments.name,
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
        endsAt: endOf(data, place.zone),
        holder: data.holder,
        name: data.name,
        state: cardState(data, scope.now, place.zone),
        until: data.refused?.until ?? null,
        why: data.refused === null ? null : show.phrase(data.refused.why),
      })),
    }));
  }),

  /** The address of the provider's page on which a card is entered. It comes back by the provider's own word. */
  add: managing.meta({ repeated: "again" }).mutation(async ({ ctx }) => {
    const { scope, world } = ctx;
    const { account, wallet, all } = await look(scope, {
      ...own(scope),
      wallet: known("wallet", scope.account),
      all: where("card", "account"),
    });
    // Who runs the agency can have one ready for the day on which the account pays for itself.
    if (scope.standing.role !== "agency administrator") checkOwn({ account });
    if (all.length >= CARDS_MAX) refuse("conflict", "cards.tooMany", { most: CARDS_MAX });
    const { name, zone } = account.data;
    const customer =
      wallet?.data.provider === world.payments.name
        ? wallet.data.customer
        : await asked(world, (signal) => world.payments.customer({ id: scope.account, name }, signal));
    if (customer !== wallet?.data.customer) await keepCustomer(scope, world, customer);
    const entering = { id: scope.account, account: name, by: personOf(scope.actor) ?? scope.actor.id, zone };
    return { url: await asked(world, (signal) => world.payments.cardPage(customer, entering, signal)) };
  }),

  /** What if these were declined tonight? Walks the real chain and charges nothing. */
  drill: reading.input(CardDrill).query(async ({ ctx, input }) => {
    const { scope, place } = ctx;
    const found = await look(scope, rechargeNeeds(scope.account));
    const { words } = await sightHere(scope, place, input.zone);
    const walked = drill(factsFrom(found, scope.now), new Set(input.declined), scope.now);
    return inWords(scope, words, (show) => ({ ...walked, why: show.phrase(walked.why), currency: words.currency }));
  }),

  save: managing
    .input(CardName)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { card: aCard(input.id) }, ({ card }) => renameCard(card, input.version, input.name)),
    ),

  setPrimary: managing
    .input(ThisCard)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { wallet: one("wallet", ctx.scope.account), card: aCard(input.id) }, ({ wallet, card }) =>
        makePrimary(wallet, card),
      ),
    ),

  setBackup: managing.input(BackupChoice).mutation(({ ctx, input }) => {
    const needs = { wallet: one("wallet", ctx.scope.account), card: input.id === null ? NONE : aCard(input.id) };
    return commit(ctx.scope, needs, ({ wallet, card }) => makeBackup(wallet, card));
  }),

  order: managing
    .input(CardOrder)
    .mutation(({ ctx, input }) =>
      commit(ctx.scope, { wallet: one("wallet", ctx.scope.account) }, ({ wallet }) => orderCards(wallet, input.ids)),
    ),

  /** Here first, then at the provider: what it keeps of a card that is gone here charges nobody. */
  remove: managing.input(CardRemoval).mutation(async ({ ctx, input }) => {
    const { scope, world } = ctx;
    const needs = {
      wallet: one("wallet", scope.account),
      card: aCard(input.id),
      settings: known("rechargeSettings", scope.account),
    };
    let ref = "";
    await commit(scope, needs, ({ wallet, card, settings }) => {
      ({ ref } = card.data);
      return [
        ...removeCard(wallet, card, input.version, settings?.data.on ?? false),
        keepRemoved(wallet.data.customer, card),
      ];
    });
    await asked(world, (signal) => world.payments.forget(ref, signal)).catch(() =>
      world.log.warn({ ref }, "the payment provider was not told that a card is gone"),
    );
    return null;
  }),
});

const NONE: Need<null> = { stmts: () => [], take: () => null };

const roleOf = ({ primary, backup }: WalletData, id: string): "primary" | "backup" | "rest" =>
  id === primary ? "primary" : id === backup ? "backup" : "rest";

/** Who the account is at the provider, kept from the first card page on. Cards of another provider stay, and are to be entered again. */
const keepCustomer = (scope: Scope, { payments: { name: provider } }: World, customer: string) =>
  commit(scope, { wallet: known("wallet", scope.account) }, ({ wallet }) => {
    const said = { action: phrase("cards.didOpen") };
    if (wallet) return [save("wallet", wallet, { ...wallet.data, provider, customer }, said)];
    const data = { provider, customer, primary: null, backup: null, rest: [] };
    return [create(scope.account, "wallet", scope.account, data, said)];
  });

/** A question to the provider that somebody waits for. Throws `busy` where it is silent. */
async function asked<T>({ payments, log }: World, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await ask(AbortSignal.timeout(payments.patienceMs));
  } catch (error) {
    log.warn({ err: error }, "the payment provider gave no answer");
    throw new Failure("busy", "cards.providerSilent", {});
  }
}
