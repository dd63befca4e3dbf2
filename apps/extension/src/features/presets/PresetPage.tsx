import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { api } from "../../data/api.ts";
import { type PresetRow } from "../../shared/presets/presets.ts";
import { useResource } from "../../data/liveResource.ts";
import { go, href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { format } from "../../texts/format.ts";
import { RecordTabs } from "../../shared/versions/RecordTabs.tsx";
import { Followers } from "./Followers.tsx";
import { PresetActions } from "./PresetActions.tsx";
import { PresetForm } from "./PresetForm.tsx";
import { PresetValues } from "./PresetValues.tsx";
import type { PresetView } from "./types.ts";

const OVERVIEW_TAB = { id: "overview", label: texts.tabs.overview } as const;
const SETTINGS_TAB = { id: "settings", label: texts.tabs.settings } as const;

/** One preset: what it sets and which records follow it; the account's own can be edited and have versions. */
export function PresetPage({ id, tab }: { id: string; tab: string | undefined }) {
  const mayChange = mayDo(useViewer().account, "change routing");
  const resource = useResource(["preset", "source", "queue", "run"], () => api().presets.get.query({ id }), [id]);
  const view = resource.data.value;
  const back = view?.preset.kind === "queue" ? href("presets", "queues") : href("presets");
  const isMissing = view === null && resource.failure.value?.code === "not-found";
  return (
    <Page
      title={view?.preset.name ?? texts.title}
      summary={view && summaryText(view)}
      back={{ href: back, label: texts.back }}
      action={view && mayChange && <PresetActions view={view} refetch={resource.refetch} />}
    >
      {isMissing ? (
        <EmptyState
          icon="stamp"
          sentence={texts.notThere}
          action={<Button onClick={() => go("presets")}>{texts.back}</Button>}
        />
      ) : (
        <Loaded resource={resource} label={texts.loading}>
          {(answer) => <Body view={answer} tab={tab} mayChange={mayChange} refetch={resource.refetch} />}
        </Loaded>
      )}
    </Page>
  );
}

interface BodyProps {
  view: PresetView;
  tab: string | undefined;
  mayChange: boolean;
  refetch: () => Promise<void>;
}

function Body({ view, tab, mayChange, refetch }: BodyProps) {
  const { preset } = view;
  const overview = (
    <div class="preset-page">
      <PresetValues preset={preset} />
      <Followers view={view} />
    </div>
  );
  // Built-in presets and the agency's are edited elsewhere and have no versions here.
  if (preset.from !== "own") return overview;
  return (
    <RecordTabs
      label={texts.tabsLabel}
      page="presets"
      kind="preset"
      id={preset.id}
      tabs={[OVERVIEW_TAB, SETTINGS_TAB]}
      requestedTab={tab}
    >
      {(tabId) =>
        tabId === "overview" ? (
          overview
        ) : (
          <PresetForm kind={preset.kind} preset={preset} template={null} readOnly={!mayChange} refetch={refetch} />
        )
      }
    </RecordTabs>
  );
}

function summaryText({ preset, followers }: PresetView): string {
  const differing = followers.filter(({ states }) => states.drifted + states.behind + states.clash > 0).length;
  const { version } = preset;
  const stateText = preset.archivedAt === null ? texts.summaryOf[preset.from] : texts.summaryArchived;
  return `${format(stateText, { version })} ${followersText(followers.length, differing)}`;
}

/** How many records follow the preset, and how many of them differ from it. */
export function followersText(count: PresetRow["followers"], differing: number): string {
  if (count === 0) return texts.followNone;
  if (count === 1) return differing === 0 ? texts.followOne : texts.followOneDiffering;
  return differing === 0
    ? format(texts.followMany, { count })
    : format(texts.followManyDiffering, { count, differing });
}
