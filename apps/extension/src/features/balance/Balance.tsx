import { formatBalance } from "@callboard/domain/core/money";
import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { route } from "../../shared/route.ts";
import { PermissionButton } from "../../shared/page/PermissionButton.tsx";
import { download } from "../../shared/download.ts";
import { Page } from "../../shared/page/Page.tsx";
import { isStateShownAbove } from "../../shared/page/StateBanner.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { balance as texts } from "../../texts/en/balance.ts";
import { format } from "../../texts/format.ts";
import { recharge as rechargeTexts } from "../../texts/en/recharge.ts";
import { balanceSummary } from "./balanceSummary.ts";
import { Entries } from "./Entries.tsx";
import { entriesFilterOf } from "./entriesFilter.ts";
import { RechargeCard, useRecharge } from "./RechargeCard.tsx";
import { RechargeList } from "./RechargeList.tsx";
import { RechargePage } from "./RechargePage.tsx";
import { TopUpDialog } from "./TopUpDialog.tsx";
import "./Balance.css";

/** The balance with its entries; its recharges have pages of their own. */
export function Balance() {
  const [page, id] = route.value.rest;
  if (page !== "recharges") return <BalanceOverview />;
  return id === undefined ? <RechargeList /> : <RechargePage key={id} id={id} />;
}

/** The current balance, and everything that went in and out. */
function BalanceOverview() {
  const { account, language, zone } = useViewer();
  const { query } = route.value;
  const filter = entriesFilterOf(query, zone);
  const current = useResource(
    ["balance", "account", "lifecycle", "rechargeSettings", "card", "wallet", "recharge"],
    () => api().balance.current.query({ zone }),
    [zone],
  );
  const answer = current.data.value;
  const recharge = useRecharge(zone);
  const cards = useResource(["card", "wallet"], () => api().cards.list.query({}));
  const [isDialogOpen, setDialogOpen] = useState(false);
  const cardList = cards.data.value?.cards ?? [];
  const canTopUp = answer?.paidBy === null && cardList.length > 0;
  const { types, ...otherFilters } = filter;
  const params = Object.fromEntries(Object.entries(otherFilters).map(([name, value]) => [name, String(value)]));
  const exportEntries = () =>
    void download("/export/entries.csv", { ...params, types: types?.join(","), zone }, texts.entries.exportName);
  return (
    <Page
      title={texts.title}
      summary={
        answer && (
          <span class="balance-state" data-low={answer.inactive || undefined}>
            <strong class="balance-figure">
              {answer.money
                ? formatBalance(answer.money, language)
                : format(texts.paidBy, { agency: answer.paidBy ?? "" })}
            </strong>
            <span>{balanceSummary(answer, isStateShownAbove(account))}</span>
          </span>
        )
      }
      action={
        <>
          <Button icon="download" onClick={exportEntries}>
            {texts.entries.export}
          </Button>
          {canTopUp && (
            <PermissionButton
              permission="manage money"
              variant="primary"
              icon="plus"
              onClick={() => setDialogOpen(true)}
            >
              {rechargeTexts.topUp.open}
            </PermissionButton>
          )}
        </>
      }
    >
      {answer?.paidBy === null && <RechargeCard recharge={recharge} balance={answer.money?.micros ?? null} />}
      <Entries filter={filter} query={query} />
      {isDialogOpen && answer?.money && (
        <TopUpDialog
          cards={cardList}
          currency={answer.money.currency}
          onClose={() => setDialogOpen(false)}
          onDone={() => void recharge.refetch()}
        />
      )}
    </Page>
  );
}
