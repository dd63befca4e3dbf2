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

async function load(words: string, after: string | null, limit: number): Promise<ListPage<Receiver>> {
  const asked = { ...(words ? { words } : {}), ...(after === null ? {} : { after }), limit };
  const { receivers: rows, ...rest } = await api().receivers.list.query(asked);
  return { ...rest, rows };
}

/** The phones where calls finally arrive. */
export function ReceiverList() {
  const { account, locale } = useViewer();
  const mayChange = mayDo(account, "change routing");
  const { query } = route.value;
  const words = query["words"] ?? "";
  const list = useList<Receiver>({
    room: "receivers",
    kinds: ["receiver", "number", "queue"],
    key: words,
    load: (after, limit) => load(words, after, limit),
  });
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const none = words === "" && list.shown?.total === 0;
  const add = (
    <Button variant="primary" icon="plus" onClick={() => setOpen({ what: "form", receiver: null })}>
      {texts.add}
    </Button>
  );
  const edit = (receiver: Receiver) => setOpen({ what: "form", receiver });
  const remove = (receiver: Receiver) => setOpen({ what: "remove", receiver });
  const dialog = { onClose: () => setOpen(null), onDone: () => void list.refetch() };
  return (
    <Page
      title={texts.title}
      state={list.shown && words === "" && summaryText(list.shown.total ?? 0, locale)}
      action={mayChange && !none && add}
    >
      {!none && <SearchBox label={texts.search} words={words} onWords={(next) => setQuery({ words: next })} />}
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
      {open?.what === "form" && <ReceiverDialog receiver={open.receiver} {...dialog} />}
      {open?.what === "remove" && <RemoveReceiverDialog receiver={open.receiver} {...dialog} />}
    </Page>
  );
}

function summaryText(total: number, locale: string): string {
  if (total === 0) return texts.stateNone;
  return total === 1 ? texts.stateOne : format(texts.state, { count: countText(total, locale) });
}
