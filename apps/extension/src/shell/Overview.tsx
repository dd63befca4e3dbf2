import { TeamCard } from "../rooms/agents/StatusTeamCard.tsx";
import { OwnStatusCard } from "../rooms/agents/StatusOwnCard.tsx";
import { BalanceCard } from "../rooms/balance/BalanceCard.tsx";
import { ChangesCard } from "../rooms/history/ChangesCard.tsx";
import { shell as texts } from "../texts/en/shell.ts";
import { format } from "../texts/say.ts";
import { Page } from "./Page.tsx";
import { mayDo, useViewer } from "./viewer.ts";

/** The answers that a person opens the console for, as far as their role goes. */
export function Overview() {
  const { account } = useViewer();
  const role = texts.role[account.role];
  const state = account.owner
    ? format(texts.overview.greetingOwner, { account: account.name })
    : format(texts.overview.greeting, { role, account: account.name });
  return (
    <Page title={texts.rooms.overview} state={state}>
      <div class="page-grid">
        {mayDo(account, "set own status") && <OwnStatusCard />}
        {mayDo(account, "read the board") && <TeamCard />}
        {mayDo(account, "read the balance") && <BalanceCard />}
      </div>
      <ChangesCard />
    </Page>
  );
}
