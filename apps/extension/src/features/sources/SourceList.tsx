import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Tabs } from "@callboard/ui/Tabs";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { FromPresetButton } from "../../shared/presets/FromPresetButton.tsx";
import { useResource } from "../../data/liveResource.ts";
import { go } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { sources as texts } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import { RemoveSourceDialog } from "./RemoveSourceDialog.tsx";
import { SourceTable } from "./SourceTable.tsx";
import { RuleTester } from "./RuleTester.tsx";
import "@callboard/ui/Table.css";
import type { Source } from "./types.ts";

const TABS = [
  { id: "list", label: texts.list },
  { id: "test", label: texts.test },
] as const;

/** The sources in the order in which a visit is compared with them, next to a tab that tests them on a visit. */
export function SourceList({ tab }: { tab: "list" | "test" }) {
  const mayChange = mayDo(useViewer().account, "change routing");
  const sources = useResource(["source", "preset", "number"], () => api().sources.list.query());
  const [removing, setRemoving] = useState<Source | null>(null);
  const count = sources.data.value?.sources.length;
  const add = (
    <Button variant="primary" icon="plus" onClick={() => go("sources", "new")}>
      {texts.add}
    </Button>
  );
  return (
    <Page
      title={texts.title}
      summary={count !== undefined && summaryText(count)}
      action={
        mayChange && (
          <>
            <FromPresetButton kind="source" />
            {count !== 0 && add}
          </>
        )
      }
    >
      <Tabs
        label={texts.viewTabsLabel}
        tabs={TABS}
        selected={tab}
        onSelect={(tabId) => go("sources", ...(tabId === "test" ? [tabId] : []))}
      >
        {tab === "test" ? (
          <RuleTester />
        ) : (
          <Loaded resource={sources} label={texts.loading}>
            {({ sources: all }) =>
              all.length === 0 ? (
                <Card>
                  <EmptyState icon="flow" sentence={texts.empty} action={mayChange && add} />
                </Card>
              ) : (
                <Card flush>
                  <SourceTable sources={all} mayChange={mayChange} onRemove={setRemoving} onChanged={sources.refetch} />
                </Card>
              )
            }
          </Loaded>
        )}
      </Tabs>
      {removing && (
        <RemoveSourceDialog
          source={removing}
          onClose={() => setRemoving(null)}
          onRemoved={() => void sources.refetch()}
        />
      )}
    </Page>
  );
}

function summaryText(count: number): string {
  if (count === 0) return texts.summaryNone;
  return count === 1 ? texts.summaryOne : format(texts.summary, { count });
}
