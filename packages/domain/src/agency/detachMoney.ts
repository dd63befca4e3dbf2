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
import { ALWAYS_UNDOABLE, effectLine, figureLine, NEVER } from "../proposals/lines.ts";
import type { Part, StandingAlone } from "./detach.ts";
import { overdueLines, chargeOverdueMonths } from "../balance/subscription.ts";
import type { SubscriptionData } from "../balance/subscriptionSchema.ts";

type Payments = Part & Pick<MonthlyCost, "nowMicros" | "cards"> & { month: SubscriptionData };

/** Transfers the rest of the month, the agency's balance and its cards. */
export function payments(asked: StandingAlone, next: Terms, turn: DecisionContext): Payments {
  const { agency, sub } = asked;
  const { now, at } = turn;
  const { currency } = next;
  const name = sub.account.data.name;
  const overdue = chargeOverdueMonths(agency.account, agency.terms, agency.subscription, now, agency.fee);
  const { fee } = overdue;
  const running = overdue.subscription.data;
  const until = running.renewsAt;
  const share = prorate(running, fee, next.pricePerMonth, currency, at);
  const due = share.due - share.back;
  const left = agency.balanceMicros - overdue.spent;
  const all = left + sub.balanceMicros;
  const free = left + sub.spendableMicros;
  if (due > 0 && free < due)
    fail("unpaid", "plans.unpaid", {
      sum: formatAmountDue(money(due, currency), "en"),
      balance: formatBalance(money(free, currency), "en"),
    });
  const [home, here] = [agency.account.id, sub.account.id];
  const key = `standalone:${here}:${sub.terms.version}`;
  const back = message("plans.agencyBack", { agency: agency.account.data.name, until });
  const owed = message("plans.restDue", { plan: next.planName, until });
  const over = message("plans.balanceOver", { agency: agency.account.data.name });
  const month: SubscriptionData = { ...running, paidMicros: share.free ? 0 : next.pricePerMonth };
  const action = message("subscription.didChange", { plan: next.planName, until });
  const cards = cardsOver(asked);
  const come = cards.effects.length > 0;
  return {
    month,
    nowMicros: due - left,
    ...(come ? { cards: { cards: agency.cards, wallet: agency.wallet } } : {}),
    lines: [
      ...overdueLines(overdue, agency.terms),
      ...(left === 0 ? [] : [effectLine("balance", "money now", over, -left, NEVER)]),
      ...(share.back > 0 ? [effectLine("rest back", "money now", back, -share.back, NEVER)] : []),
      ...(share.due > 0 ? [effectLine("rest due", "money now", owed, share.due, NEVER)] : []),
      ...(share.free ? [figureLine("rest", "money now", message("plans.monthFree", { until }), 0)] : []),
      ...cards.lines,
      balanceLine(all - due),
      figureLine("price", "money per month", message("plans.pays", { name }), next.pricePerMonth),
    ],
    effects: [
      ...overdue.effects,
      ...(left === 0 ? [] : [post(balanceTransfer(home, here, money(left, currency), over, now, `${key}:balance`))]),
      ...(fee !== null && share.back > 0
        ? [
            post(
              feeRefundMovement(
                fee.key,
                "subscription",
                here,
                home,
                money(share.back, currency),
                back,
                now,
                `${key}:back`,
              ),
            ),
          ]
        : []),
      ...(share.due > 0
        ? [post(feeMovement("subscription", here, here, money(share.due, currency), owed, now, `${key}:due`))]
        : []),
      sub.subscription
        ? save("subscription", sub.subscription, month, { action })
        : create(here, "subscription", here, month, { action }),
      ...cards.effects,
    ],
  };
}

/** Cards belong to one customer at the provider, so an account with cards of its own keeps those. */
function cardsOver({ agency, sub }: StandingAlone): Part {
  const { wallet, cards } = agency;
  const { name } = sub.account.data;
  if (!wallet || cards.length === 0) return { lines: [], effects: [] };
  if (sub.cards.length > 0)
    return { lines: [figureLine("cards", "money now", message("plans.ownCards", { name }))], effects: [] };
  const here = sub.account.id;
  const said = (card: string) => ({ action: message("plans.didMoveCard", { card, name }) });
  const whole = said(name);
  return {
    lines: cards.map(({ id, data }) =>
      effectLine(
        `card:${id}`,
        "money now",
        message("plans.cardOver", { card: cardName(data), name }),
        null,
        ALWAYS_UNDOABLE,
      ),
    ),
    // A provider's customer belongs to one account: remove it there before adding it here.
    effects: [
      ...cards.map((card) => remove("card", card, said(cardName(card.data)))),
      remove("wallet", wallet, whole),
      ...cards.map(({ id, data }) => create(here, "card", id, data, said(cardName(data)))),
      sub.wallet ? save("wallet", sub.wallet, wallet.data, whole) : create(here, "wallet", here, wallet.data, whole),
    ],
  };
}
