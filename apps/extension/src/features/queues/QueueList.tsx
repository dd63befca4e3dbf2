import { matchesText } from "@callboard/domain/core/text/search";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { api } from "../../data/api.ts";
import { FilterBar } from "../../shared/list/FilterBar.tsx";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { type ListModel, useList } from "../../shared/list/useList.ts";
import { FromPresetButton } from "../../shared/presets/FromPresetButton.tsx";
import { setQuery, go, href, route } from "../../shared/route.ts";
import { Page } from "../../shared/page/Page.tsx";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { queues as texts } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import { QUEUE_COLUMNS } from "./queueColumns.tsx";
import type { Queue } from "./types.ts";

type Query = Readonly<Record<string, string>>;

/** Every queue with its current state. All are loaded, so searching needs no request. */
export function QueueList() {
  const mayChange = mayDo(useViewer().account, "change routing");
  const { query } = route.value;
  const list = useList<Queue>({
    page: "queues",
    kinds: ["queue", "preset", "number", "agent", "phone", "status", "member", "account"],
    key: "",
    load: async () => {
      const { queues: rows, now } = await api().queues.list.query();
      return { rows, next: null, total: rows.length, now };
    },
  });
  // A queue opens and closes by its schedule, without a change that the server would report.
  useTimedRefetch(list, null);
  const queues = list.visible?.rows ?? [];
  const isEmpty = list.visible?.rows.length === 0;
  const add = (
    <Button variant="primary" icon="plus" onClick={() => go("queues", "new")}>
      {texts.add}
    </Button>
  );
  return (
    <Page
      title={texts.title}
      summary={list.visible && summaryText(queues)}
      action={
        mayChange && (
          <>
            <FromPresetButton kind="queue" />
            {!isEmpty && add}
          </>
        )
      }
    >
      {!isEmpty && (
        <FilterBar filters={filtersOf(queues)} query={query}>
          <SearchBox
            label={texts.search}
            value={query["search"] ?? ""}
            onChange={(text) => setQuery({ search: text })}
          />
        </FilterBar>
      )}
      <ListTable
        list={filterList(list, query)}
        loading={texts.loading}
        caption={texts.caption}
        columns={QUEUE_COLUMNS}
        rowHref={({ id }) => href("queues", id)}
        rowName={({ name }) => name}
        query={query}
        empty={
          <Card>
            <EmptyState icon="queue" sentence={texts.empty} action={mayChange && add} />
          </Card>
        }
      />
    </Page>
  );
}

function summaryText(queues: readonly Queue[]): string {
  if (queues.length === 0) return texts.summaryNone;
  return format(texts.openSummary, { open: queues.filter(({ open }) => open).length, all: queues.length });
}

function filtersOf(queues: readonly Queue[]) {
  const tags = [...new Set(queues.flatMap((queue) => queue.tags))].sort((a, b) => a.localeCompare(b));
  const openOptions = [
    { value: "open", label: texts.open },
    { value: "closed", label: texts.closed },
  ];
  return [
    { name: "now", label: texts.filterOpen, options: openOptions },
    ...(tags.length > 0
      ? [{ name: "tag", label: texts.filterTag, options: tags.map((tag) => ({ value: tag, label: tag })) }]
      : []),
  ];
}

function filterList(list: ListModel<Queue>, query: Query): ListModel<Queue> {
  if (!list.visible) return list;
  const rows = list.visible.rows.filter((queue) => matchesFilter(queue, query));
  return { ...list, visible: { ...list.visible, rows } };
}

/** Whether the name, a tag or a member's name contains each of the words. */
export function matchesFilter(queue: Pick<Queue, "name" | "tags" | "open" | "memberNames">, query: Query): boolean {
  const { now, tag, search = "" } = query;
  if (now && (now === "open") !== queue.open) return false;
  if (tag && !queue.tags.includes(tag)) return false;
  return matchesText([queue.name, ...queue.tags, ...queue.memberNames.map(({ name }) => name)].join("\n"), search);
}
