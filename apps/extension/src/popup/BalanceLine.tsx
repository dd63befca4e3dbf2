import { showBalance } from "@callboard/domain/money";
import { Icon } from "@callboard/ui/Icon";
import { Skeleton } from "@callboard/ui/Skeleton";
import { popup as texts } from "../texts/en/popup.ts";
import { popupLater as later } from "../texts/en/popupLater.ts";
import { say } from "../texts/say.ts";
import type { Desk } from "./desk.ts";
import { place } from "./place.ts";

/** What there is to pay with. An old sum is quiet until it is known to be true. */
export function BalanceLine({ desk }: { desk: Desk }) {
  const balance = desk.balance.data.value;
  if (!balance)
    return (
      <section class="balance" aria-label={later.balance}>
        <Skeleton label={texts.loading} lineHeight="24px" />
      </section>
    );
  const { money, paidBy, inactive } = balance;
  const warning = inactive && (paidBy === null ? later.balanceLow : say(later.agencyLow, { agency: paidBy }));
  return (
    <section class="balance" aria-label={later.balance} data-old={desk.balance.answeredAt.value === null || undefined}>
      {money && <strong class="balance-sum">{showBalance(money, place.value.locale)}</strong>}
      {warning ? (
        <span class="balance-warning" role="alert">
          <Icon name="alert" size={14} /> {warning}
        </span>
      ) : (
        <span class="cb-quiet">{paidBy === null ? later.balance : say(later.paidBy, { agency: paidBy })}</span>
      )}
    </section>
  );
}
