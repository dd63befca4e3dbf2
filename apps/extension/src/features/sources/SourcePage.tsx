import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { PresetCard } from "../../shared/presets/PresetCard.tsx";
import { useResource } from "../../data/liveResource.ts";
import { go, href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { sources as texts } from "../../texts/en/sources.ts";
import { format } from "../../texts/format.ts";
import { RecordTabs } from "../../shared/versions/RecordTabs.tsx";
import { RemoveSourceDialog } from "./RemoveSourceDialog.tsx";
import { SourceForm } from "./SourceForm.tsx";
import type { Source } from "./types.ts";

const TABS = [{ id: "settings", label: texts.settings }] as const;

interface SourcePageProps {
  /** Null for a new source. */
  id: string | null;
  tab: string | undefined;
}

/** One source, or a new one. */
export function SourcePage({ id, tab }: SourcePageProps) {
  const mayChange = mayDo(useViewer().account, "change routing");
  const sources = useResource(["source", "number"], () => api().sources.list.query());
  const [isRemoving, setRemoving] = useState(false);
  const source = sources.data.value?.sources.find((candidate) => candidate.id === id);
  return (
    <Page
      title={id === null ? texts.form.newTitle : (source?.name ?? texts.title)}
      summary={source && usedByText(source.numbers)}
      back={{ href: href("sources"), label: texts.back }}
      action={source && <Actions name={source.name} mayChange={mayChange} onRemove={() => setRemoving(true)} />}
    >
      <Loaded resource={sources} label={texts.loading}>
        {() => {
          const form = <SourceForm source={source ?? null} readOnly={!mayChange} refetch={sources.refetch} />;
          if (id === null) return form;
          return source ? (
            <RecordTabs label={texts.tabsLabel} page="sources" kind="source" id={id} tabs={TABS} requestedTab={tab}>
              {() => (
                <div class="preset-beside">
                  <PresetCard record={{ kind: "source", ...source }} mayChange={mayChange} />
                  {form}
                </div>
              )}
            </RecordTabs>
          ) : (
            <EmptyState
              icon="flow"
              sentence={texts.notThere}
              action={<Button onClick={() => go("sources")}>{texts.back}</Button>}
            />
          );
        }}
      </Loaded>
      {isRemoving && source && (
        <RemoveSourceDialog source={source} onClose={() => setRemoving(false)} onRemoved={() => go("sources")} />
      )}
    </Page>
  );
}

function Actions({ name, mayChange, onRemove }: { name: string; mayChange: boolean; onRemove: () => void }) {
  return (
    <>
      <Button onClick={() => go("sources", "test")}>{texts.form.tryIt}</Button>
      {mayChange && (
        <Menu
          kind="icon"
          align="end"
          label={format(texts.menu, { name })}
          entries={[{ id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: onRemove }]}
        >
          <Icon name="dots" />
        </Menu>
      )}
    </>
  );
}

function usedByText(numbers: Source["numbers"]): string {
  if (numbers === 0) return texts.form.usedByNone;
  return numbers === 1 ? texts.form.usedByOne : format(texts.form.usedBy, { numbers });
}
