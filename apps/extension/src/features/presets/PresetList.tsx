import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Tabs } from "@callboard/ui/Tabs";
import { api } from "../../data/api.ts";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import {
  matchesSearch,
  ORIGINS,
  type PresetOrigin,
  type PresetKind,
  type PresetRow,
} from "../../shared/presets/presets.ts";
import { useResource } from "../../data/liveResource.ts";
import { setQuery, go, route } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { ArchivedPresets } from "./ArchivedPresets.tsx";
import { PresetTable } from "./PresetTable.tsx";

const TABS = [
  { id: "source", label: texts.kindTabs.source },
  { id: "queue", label: texts.kindTabs.queue },
] as const;

/** All presets of a kind: the account's own, the agency's, and the built-in ones. */
export function PresetList({ kind }: { kind: PresetKind }) {
  const mayChange = mayDo(useViewer().account, "change routing");
  const list = useResource(["preset", "source", "queue"], () => api().presets.list.query({ archived: true }));
  const search = route.value.query["search"] ?? "";
  const add = (
    <Button variant="primary" icon="plus" onClick={() => go("presets", "new", kind)}>
      {texts.add}
    </Button>
  );
  return (
    <Page title={texts.title} summary={texts.summary} action={mayChange && add}>
      <Tabs
        label={texts.kindTabsLabel}
        tabs={TABS}
        selected={kind}
        onSelect={(selectedKind) => go("presets", ...(selectedKind === "queue" ? ["queues"] : []))}
      >
        <div class="presets">
          <SearchBox label={texts.search} value={search} onChange={(next) => setQuery({ search: next })} />
          <Loaded resource={list} label={texts.loading} lines={10}>
            {(answer) => (
              <Groups
                presets={answer.presets.filter((preset) => preset.kind === kind)}
                search={search}
                mayChange={mayChange}
                onChanged={() => void list.refetch()}
              />
            )}
          </Loaded>
        </div>
      </Tabs>
    </Page>
  );
}

interface GroupsProps {
  presets: readonly PresetRow[];
  search: string;
  mayChange: boolean;
  onChanged: () => void;
}

function Groups({ presets, search, mayChange, onChanged }: GroupsProps) {
  const matches = presets.filter((preset) => matchesSearch(preset, search));
  if (matches.length === 0 && search !== "")
    return (
      <Card>
        <EmptyState
          icon="filter"
          sentence={texts.noMatch}
          action={<Button onClick={() => setQuery({ search: "" })}>{texts.clear}</Button>}
        />
      </Card>
    );
  const active = matches.filter(({ archivedAt }) => archivedAt === null);
  return (
    <>
      {ORIGINS.map((origin) => (
        <Group
          key={origin}
          origin={origin}
          rows={active.filter((preset) => preset.from === origin)}
          isSearching={search !== ""}
        />
      ))}
      <ArchivedPresets presets={matches} mayChange={mayChange} onChanged={onChanged} />
    </>
  );
}

interface GroupProps {
  origin: PresetOrigin;
  rows: readonly PresetRow[];
  isSearching: boolean;
}

function Group({ origin, rows, isSearching }: GroupProps) {
  if (rows.length > 0)
    return (
      <Card title={texts.groups[origin]} flush>
        <PresetTable origin={origin} rows={rows} />
      </Card>
    );
  if (origin !== "own" || isSearching) return null;
  return (
    <Card title={texts.groups.own}>
      <p class="cb-muted">{texts.ownEmpty}</p>
    </Card>
  );
}
