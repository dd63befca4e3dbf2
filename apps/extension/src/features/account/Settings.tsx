import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { account as texts } from "../../texts/en/account.ts";
import { format } from "../../texts/format.ts";
import { OwnerCard } from "./OwnerCard.tsx";
import { SettingsForm } from "./SettingsForm.tsx";

/** The account's settings: its name, who is billed, the idle rule, who owns it. */
export function Settings() {
  const settings = useResource(["account", "terms"], () => api().account.get.query());
  const statuses = useResource(["status"], () => api().agents.statuses.query());
  const data = settings.data.value;
  const summary = data && format(texts.summary, { name: data.name, plan: data.plan, days: data.retentionDays });
  return (
    <Page title={texts.title} summary={summary}>
      <Loaded resource={settings} label={texts.loading}>
        {(answer) => (
          <div class="page-narrow">
            <SettingsForm settings={answer} statuses={statuses.data.value ?? []} refetch={settings.refetch} />
            <OwnerCard settings={answer} refetch={settings.refetch} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
