import { cardName } from "../cards/rules.ts";
import { create, post, remove, save } from "../core/effect.ts";
import { fail } from "../core/failure.ts";
import { balanceTransfer, feeRefundMovement, feeMovement } from "../core/ledger.ts";
import { money, formatBalance, formatAmountDue } from "../core/money.ts";
import type { MonthlyCost } from "../balance/monthlyCost.ts";
import type { DecisionContext } from "../lifecycle/disposition.ts";
import { message } from "../core/message.ts";
import { balanceLine } from "../plans/changePlan.ts";
import type { Terms } from "../plans/catalogue.ts";
import { prorate } from "../plans/proration.ts";
import { ALWAYS_UNDOABLE, effectLine, figureLine, NEVER_UNDOABLE } from "../proposals/lines.ts";
import type { LinesAndEffects, DetachmentFacts } from "./types.ts";
import { overdueLines, chargeOverdueMonths } from "../balance/subscription.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";

type MoneyTransfer = LinesAndEffects & Pick<MonthlyCost, "nowMicros" | "cards"> & { month: SubscriptionData };

/** Transfers the rest of the paid month, the agency's balance and its cards. `month`: the sub-account's subscription. */
export function transferMoney(input: DetachmentFacts, next: Terms, context: DecisionContext): MoneyTransfer {
  const { agency, subAccount } = input;
  const { now, proposedAt } = context;
  const { currency } = next;
  const name = subAccount.account.data.name;
  const overdue = chargeOverdueMonths(agency.account, agency.terms, agency.subscription, now, agency.fee);
  const { fee } = overdue;
  const currentMonth = overdue.subscription.data;
  const until = currentMonth.renewsAt;
  const proration = prorate(currentMonth, fee, next.pricePerMonth, currency, proposedAt);
  const dueMicros = proration.charge - proration.refund;
  const agencyRemaining = agency.balanceMicros - overdue.spent;
  const combinedBalance = agencyRemaining + subAccount.balanceMicros;
  const spendable = agencyRemaining + subAccount.spendableMicros;
  if (dueMicros > 0 && spendable < dueMicros)
    fail("unpaid", "plans.unpaid", {
      sum: formatAmountDue(money(dueMicros, currency), "en"),
      balance: formatBalance(money(spendable, currency), "en"),
    });
  const [agencyId, subAccountId] = [agency.account.id, subAccount.account.id];
  const key = `standalone:${subAccountId}:${subAccount.terms.version}`;
  const refundMemo = message("agency.subscriptionRefund", { agency: agency.account.data.name, until });
  const chargeMemo = message("plans.remainderDue", { plan: next.planName, until });
  const transferMemo = message("agency.balanceTransfer", { agency: agency.account.data.name });
  const month: SubscriptionData = { ...currentMonth, paidMicros: proration.isFree ? 0 : next.pricePerMonth };
  const action = message("balance.subscription.didChange", { plan: next.planName, until });
  const cards = transferCards(input);
  const cardsMove = cards.effects.length > 0;
  return {
    month,
    nowMicros: dueMicros - agencyRemaining,
    ...(cardsMove ? { cards: { cards: agency.cards, wallet: agency.wallet } } : {}),
    lines: [
      ...overdueLines(overdue, agency.terms),
      ...(agencyRemaining === 0
        ? []
        : [effectLine("balance", "money now", transferMemo, -agencyRemaining, NEVER_UNDOABLE)]),
      ...(proration.refund > 0
        ? [effectLine("rest back", "money now", refundMemo, -proration.refund, NEVER_UNDOABLE)]
        : []),
      ...(proration.charge > 0
        ? [effectLine("rest due", "money now", chargeMemo, proration.charge, NEVER_UNDOABLE)]
        : []),
      ...(proration.isFree ? [figureLine("rest", "money now", message("plans.monthFree", { until }), 0)] : []),
      ...cards.lines,
      balanceLine(combinedBalance - dueMicros),
      figureLine("price", "money per month", message("agency.pays", { name }), next.pricePerMonth),
    ],
    effects: [
      ...overdue.effects,
      ...(agencyRemaining === 0
        ? []
        : [
            post(
              balanceTransfer(
                agencyId,
                subAccountId,
                money(agencyRemaining, currency),
                transferMemo,
                now,
                `${key}:balance`,
              ),
            ),
          ]),
      ...(fee !== null && proration.refund > 0
        ? [
            post(
              feeRefundMovement(
                fee.key,
                "subscription",
                subAccountId,
                agencyId,
                money(proration.refund, currency),
                refundMemo,
                now,
                `${key}:back`,
              ),
            ),
          ]
        : []),
      ...(proration.charge > 0
        ? [
            post(
              feeMovement(
                "subscription",
                subAccountId,
                subAccountId,
                money(proration.charge, currency),
                chargeMemo,
                now,
                `${key}:due`,
              ),
            ),
          ]
        : []),
      subAccount.subscription
        ? save("subscription", subAccount.subscription, month, { action })
        : create(subAccountId, "subscription", subAccountId, month, { action }),
      ...cards.effects,
    ],
  };
}

/** Cards belong to one customer at the provider, so an account with cards of its own keeps those. */
function transferCards({ agency, subAccount }: DetachmentFacts): LinesAndEffects {
  const { wallet, cards } = agency;
  const { name } = subAccount.account.data;
  if (!wallet || cards.length === 0) return { lines: [], effects: [] };
  if (subAccount.cards.length > 0)
    return { lines: [figureLine("cards", "money now", message("agency.ownCards", { name }))], effects: [] };
  const subAccountId = subAccount.account.id;
  const metadata = (card: string) => ({ action: message("agency.didMoveCard", { card, name }) });
  const walletMetadata = metadata(name);
  return {
    lines: cards.map(({ id, data }) =>
      effectLine(
        `card:${id}`,
        "money now",
        message("agency.cardMoved", { card: cardName(data), name }),
        null,
        ALWAYS_UNDOABLE,
      ),
    ),
    // A provider's customer belongs to one account, so the agency's wallet is removed before the other is saved.
    effects: [
      ...cards.map((card) => remove("card", card, metadata(cardName(card.data)))),
      remove("wallet", wallet, walletMetadata),
      ...cards.map(({ id, data }) => create(subAccountId, "card", id, data, metadata(cardName(data)))),
      subAccount.wallet
        ? save("wallet", subAccount.wallet, wallet.data, walletMetadata)
        : create(subAccountId, "wallet", subAccountId, wallet.data, walletMetadata),
    ],
  };
}
