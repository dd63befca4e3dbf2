import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { listHref } from "../../shared/list/listMemory.ts";
import { PresetCard } from "../../shared/presets/PresetCard.tsx";
import { useResource } from "../../data/liveResource.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { queues as texts } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import { FrozenNotice } from "./FrozenNotice.tsx";
import { RecordTabs } from "../../shared/versions/RecordTabs.tsx";
import { QueueForm } from "./QueueForm.tsx";
import { QueueNow } from "./QueueNow.tsx";
import { queueSummary } from "./queueText.ts";
import { RemoveQueueDialog } from "./RemoveQueueDialog.tsx";

const TABS = [
  { id: "now", label: texts.tabs.now },
  { id: "settings", label: texts.tabs.settings },
] as const;

/** One queue: who would be offered a call now, next to its settings and its versions. */
export function QueuePage({ id, tab }: { id: string; tab: string | undefined }) {
  const mayChangeRouting = mayDo(useViewer().account, "change routing");
  const resource = useResource(["queue", "agent", "phone", "status", "member", "number", "receiver", "account"], () =>
    api().queues.get.query({ id }),
  );
  const people = useResource(["member"], () => api().queues.people.query());
  const [isRemoving, setRemoving] = useState(false);
  const queue = resource.data.value;
  const mayChange = mayChangeRouting && queue?.frozen === null;
  useTimedRefetch(resource, queue?.changesAt ?? null);
  return (
    <Page
      title={queue?.name ?? texts.title}
      summary={queue && queueSummary(queue)}
      back={{ href: listHref("queues"), label: texts.back }}
      action={queue && mayChangeRouting && <Actions name={queue.name} onRemove={() => setRemoving(true)} />}
    >
      <Loaded resource={resource} label={texts.loading}>
        {(answer) => (
          <>
            {answer.frozen !== null && <FrozenNotice sentence={format(texts.frozenNote, { name: answer.name })} />}
            <RecordTabs label={texts.tabsLabel} page="queues" kind="queue" id={id} tabs={TABS} requestedTab={tab}>
              {(view) =>
                view === "now" ? (
                  <QueueNow queue={answer} mayChange={mayChange} />
                ) : (
                  <div class="preset-beside">
                    <PresetCard record={{ kind: "queue", ...answer }} mayChange={mayChange} />
                    <QueueForm
                      queue={answer}
                      people={people.data.value?.people ?? []}
                      readOnly={!mayChange}
                      refetch={resource.refetch}
                    />
                  </div>
                )
              }
            </RecordTabs>
          </>
        )}
      </Loaded>
      {isRemoving && queue && <RemoveQueueDialog queue={queue} onClose={() => setRemoving(false)} />}
    </Page>
  );
}

function Actions({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.menu, { name })}
      entries={[{ id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: onRemove }]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
