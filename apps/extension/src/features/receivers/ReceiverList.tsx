import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import type { ListPage } from "../../shared/list/createList.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useList } from "../../shared/list/useList.ts";
import { setQuery, route } from "../../shared/route.ts";
import { Page } from "../../shared/page/Page.tsx";
import { countText } from "../../shared/countText.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { receivers as texts } from "../../texts/en/receivers.ts";
import { format } from "../../texts/format.ts";
import { ReceiverDialog } from "./ReceiverDialog.tsx";
import { receiverColumns } from "./receiverColumns.tsx";
import { RemoveReceiverDialog } from "./RemoveReceiverDialog.tsx";
import type { Receiver } from "./types.ts";

type OpenDialog = { what: "form"; receiver: Receiver | null } | { what: "remove"; receiver: Receiver };

async function load(search: string, after: string | null, limit: number): Promise<ListPage<Receiver>> {
  const input = { ...(search ? { search } : {}), ...(after === null ? {} : { after }), limit };
  const { receivers: rows, ...page } = await api().receivers.list.query(input);
  return { ...page, rows };
}

/** The receiving numbers: the telephones at which calls arrive. */
export function ReceiverList() {
  const { account, language } = useViewer();
  const mayChange = mayDo(account, "change routing");
  const { query } = route.value;
  const search = query["search"] ?? "";
  const list = useList<Receiver>({
    page: "receivers",
    kinds: ["receiver", "number", "queue"],
    key: search,
    load: (after, limit) => load(search, after, limit),
  });
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const isEmpty = search === "" && list.visible?.total === 0;
  const add = (
    <Button variant="primary" icon="plus" onClick={() => setDialog({ what: "form", receiver: null })}>
      {texts.add}
    </Button>
  );
  const edit = (receiver: Receiver) => setDialog({ what: "form", receiver });
  const remove = (receiver: Receiver) => setDialog({ what: "remove", receiver });
  const dialogProps = { onClose: () => setDialog(null), onDone: () => void list.refetch() };
  return (
    <Page
      title={texts.title}
      summary={list.visible && search === "" && summaryText(list.visible.total ?? 0, language)}
      action={mayChange && !isEmpty && add}
    >
      {!isEmpty && <SearchBox label={texts.search} value={search} onChange={(next) => setQuery({ search: next })} />}
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.caption}
        columns={receiverColumns(mayChange ? { edit, remove } : null)}
        onRow={mayChange ? edit : undefined}
        rowName={({ name }) => name}
        query={query}
        empty={
          <Card>
            <EmptyState icon="phone" sentence={texts.empty} action={mayChange && add} />
          </Card>
        }
      />
      {dialog?.what === "form" && <ReceiverDialog receiver={dialog.receiver} {...dialogProps} />}
      {dialog?.what === "remove" && <RemoveReceiverDialog receiver={dialog.receiver} {...dialogProps} />}
    </Page>
  );
}

function summaryText(total: number, locale: string): string {
  if (total === 0) return texts.summaryNone;
  return total === 1 ? texts.summaryOne : format(texts.summary, { count: countText(total, locale) });
}
