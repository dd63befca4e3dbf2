import { formatBalance } from "@callboard/domain/core/money";
import { Icon } from "@callboard/ui/Icon";
import { popup } from "../../texts/en/popup/popup.ts";
import { popupBalance as texts } from "../../texts/en/popup/balance.ts";
import { format } from "../../texts/format.ts";
import type { PopupStore } from "../state/store.ts";
import { Loading } from "./Loading.ts";
import { locale } from "../../data/locale.ts";
import { LazyView } from "./LazyView.tsx";

/** The balance. An old amount is dimmed until it is confirmed. */
export function BalanceLine({ store }: { store: PopupStore }) {
  const balance = store.balance.data.value;
  if (!balance)
    return store.balance.offline.value ? null : (
      <section class="balance" aria-label={texts.balance}>
        <LazyView view={Loading} label={popup.loading} lineHeight="24px" />
      </section>
    );
  const { money, paidBy, label, state, recharge, forecast, ending } = balance;
  const warning = recharge && !recharge.isCharging ? recharge.why : label === "active" ? ending : state;
  return (
    <section class="balance" aria-label={texts.balance} data-old={store.balance.answeredAt.value === null || undefined}>
      {money && <strong class="balance-sum">{formatBalance(money, locale.value.language)}</strong>}
      {warning ? (
        <span class="balance-warning" role="alert">
          <Icon name="alert" size={14} /> {warning}
        </span>
      ) : (
        <span class="cb-muted">
          {recharge?.why ?? forecast ?? (paidBy === null ? texts.balance : format(texts.paidBy, { agency: paidBy }))}
        </span>
      )}
    </section>
  );
}
