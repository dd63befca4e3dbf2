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
import { useResource } from "../../data/resource.ts";
import { setQuery, go, route } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { presets as texts } from "../../texts/en/presets.ts";
import { ArchivedPresets } from "./ArchivedPresets.tsx";
import { PresetTable } from "./PresetTable.tsx";

const TABS = [
  { id: "source", label: texts.of.source },
  { id: "queue", label: texts.of.queue },
] as const;

/** All presets of a kind: the account's own, the agency's, and the built-in ones. */
export function PresetList({ of }: { of: PresetKind }) {
  const mayChange = mayDo(useViewer().account, "change routing");
  const list = useResource(["preset", "source", "queue"], () => api().presets.list.query({ archived: true }));
  const words = route.value.query["words"] ?? "";
  const add = (
    <Button variant="primary" icon="plus" onClick={() => go("presets", "new", of)}>
      {texts.add}
    </Button>
  );
  return (
    <Page title={texts.title} state={texts.state} action={mayChange && add}>
      <Tabs
        label={texts.views}
        tabs={TABS}
        selected={of}
        onSelect={(to) => go("presets", ...(to === "queue" ? ["queues"] : []))}
      >
        <div class="presets">
          <SearchBox label={texts.search} words={words} onWords={(next) => setQuery({ words: next })} />
          <Loaded of={list} label={texts.loading} lines={10}>
            {(answer) => (
              <Groups
                all={answer.presets.filter((preset) => preset.of === of)}
                words={words}
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
  all: readonly PresetRow[];
  words: string;
  mayChange: boolean;
  onChanged: () => void;
}

function Groups({ all, words, mayChange, onChanged }: GroupsProps) {
  const found = all.filter((preset) => matchesSearch(preset, words));
  if (found.length === 0 && words !== "")
    return (
      <Card>
        <EmptyState
          icon="filter"
          sentence={texts.noMatch}
          action={<Button onClick={() => setQuery({ words: "" })}>{texts.clear}</Button>}
        />
      </Card>
    );
  const onOffer = found.filter(({ archivedAt }) => archivedAt === null);
  return (
    <>
      {ORIGINS.map((from) => (
        <Group key={from} from={from} rows={onOffer.filter((preset) => preset.from === from)} searched={words !== ""} />
      ))}
      <ArchivedPresets presets={found} mayChange={mayChange} onChanged={onChanged} />
    </>
  );
}

interface GroupProps {
  from: PresetOrigin;
  rows: readonly PresetRow[];
  searched: boolean;
}

function Group({ from, rows, searched }: GroupProps) {
  if (rows.length > 0)
    return (
      <Card title={texts.groups[from]} flush>
        <PresetTable from={from} rows={rows} />
      </Card>
    );
  if (from !== "own" || searched) return null;
  return (
    <Card title={texts.groups.own}>
      <p class="cb-quiet">{texts.ownEmpty}</p>
    </Card>
  );
}
