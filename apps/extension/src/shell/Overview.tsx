import { AlertsCard } from "../features/alerts/AlertsCard.tsx";
import { TeamCard } from "../features/agents/TeamCard.tsx";
import { OwnStatusCard } from "../features/agents/OwnStatusCard.tsx";
import { PlannedCard } from "../features/agents/planned/PlannedCard.tsx";
import { BalanceCard } from "../features/balance/BalanceCard.tsx";
import { ChangesCard } from "../features/history/ChangesCard.tsx";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { format } from "../texts/format.ts";
import { Page } from "../shared/page/Page.tsx";
import { mayDo, useViewer } from "../shared/viewer.ts";

/** The answers that a person opens the console for, as far as their role allows. */
export function Overview() {
  const { account } = useViewer();
  const role = texts.role[account.role];
  const state = account.owner
    ? format(texts.overview.summaryOwner, { account: account.name })
    : format(texts.overview.summary, { role, account: account.name });
  return (
    <Page title={texts.pages.overview} summary={state}>
      {account.role !== "agent" && <AlertsCard />}
      <div class="page-grid">
        {mayDo(account, "set own status") && <OwnStatusCard />}
        {mayDo(account, "set own status") && <PlannedCard />}
        {mayDo(account, "read the board") && <TeamCard />}
        {mayDo(account, "read the balance") && <BalanceCard />}
      </div>
      <ChangesCard />
    </Page>
  );
}
