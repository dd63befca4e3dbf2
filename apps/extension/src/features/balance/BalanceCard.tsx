import { formatBalance } from "@callboard/domain/core/money";
import { Card } from "@callboard/ui/Card";
import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { isStateShownAbove } from "../../shared/page/StateBanner.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { balance as texts } from "../../texts/en/balance.ts";
import { balanceSummary } from "./balanceSummary.ts";
import { format } from "../../texts/format.ts";

/** The balance, or who pays. A sub-account never sees its agency's balance. */
export function BalanceCard() {
  const { account, language, zone } = useViewer();
  const balance = useResource(["balance", "account", "lifecycle"], () => api().balance.current.query({ zone }), [zone]);
  return (
    <Card title={texts.title} actions={<a href={href("balance")}>{texts.toEntries}</a>}>
      <Loaded resource={balance} label={texts.loading} lines={2}>
        {(answer) => (
          <>
            <p class="cb-figure">
              {answer.money
                ? formatBalance(answer.money, language)
                : format(texts.paidBy, { agency: answer.paidBy ?? "" })}
            </p>
            <p class="cb-muted">{balanceSummary(answer, isStateShownAbove(account))}</p>
          </>
        )}
      </Loaded>
    </Card>
  );
}
