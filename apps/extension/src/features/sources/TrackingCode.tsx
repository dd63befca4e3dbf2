import { api } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { route } from "../../shared/route.ts";
import { RecordTabs } from "../../shared/versions/RecordTabs.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { format } from "../../texts/format.ts";
import { trackingCode as texts } from "../../texts/en/sources.ts";
import { SnippetCard } from "./SnippetCard.tsx";
import { SwapTester } from "./SwapTester.tsx";
import { TrackingCodeForm } from "./TrackingCodeForm.tsx";
import type { TrackingCode as Code } from "./types.ts";
import "./TrackingCode.css";

const TABS = [
  { id: "settings", label: texts.settings },
  { id: "test", label: texts.test },
] as const;

/** The script for the account's websites: the line to paste, where it may run, and trying it on a visit. */
export function TrackingCode() {
  const { account } = useViewer();
  const code = useResource(["trackingCode", "queue"], () => api().sources.trackingCode.query());
  const data = code.data.value;
  return (
    <Page title={texts.title} summary={data && summaryText(data)}>
      <Loaded resource={code} label={texts.loading}>
        {(answer) => (
          <RecordTabs
            label={texts.view}
            page="tracking-code"
            kind="trackingCode"
            id={account.id}
            tabs={TABS}
            requestedTab={route.value.rest[1]}
          >
            {(tab) =>
              tab === "test" ? (
                <SwapTester isSetUp={answer.script !== null} />
              ) : (
                <div class="tracking-code">
                  <SnippetCard script={answer.script} />
                  <TrackingCodeForm code={answer} readOnly={!mayDo(account, "change routing")} refetch={code.refetch} />
                </div>
              )
            }
          </RecordTabs>
        )}
      </Loaded>
    </Page>
  );
}

function summaryText({ version, websites }: Code): string {
  if (version === null) return texts.summaryNone;
  if (websites.length === 0) return texts.summaryNoWebsite;
  return websites.length === 1
    ? format(texts.summaryOne, { website: websites[0]! })
    : format(texts.summary, { count: websites.length });
}
