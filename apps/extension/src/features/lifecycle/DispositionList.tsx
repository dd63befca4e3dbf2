import { api } from "../../data/api.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useList } from "../../shared/list/useList.ts";
import { setQuery, route } from "../../shared/route.ts";
import { countText } from "../../shared/countText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";
import { type DispositionProps, useDispositionColumns } from "./DispositionTable.tsx";
import type { CancellationNumber } from "./dispositionDraft.ts";

const texts = lifecycle.canceling;

/** Shows the first of many numbers, and search results: usually only a few need a choice of their own. */
export function DispositionList(props: DispositionProps) {
  const { locale } = useViewer();
  const columns = useDispositionColumns(props);
  const words = route.value.query["words"] ?? "";
  const { size } = props.own;
  const list = useList<CancellationNumber>({
    room: "leaving numbers",
    kinds: ["number"],
    key: words,
    load: async (after, limit) => {
      const { numbers, next, now } = await api().lifecycle.numbers.query({ words, after, limit });
      return { rows: numbers, next, total: null, now };
    },
  });
  return (
    <section class="leaving-list">
      <h2>{texts.each}</h2>
      {/* Enter searches and must not submit the surrounding form. */}
      <div onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}>
        <SearchBox label={texts.search} words={words} onWords={(next) => setQuery({ words: next })} />
      </div>
      {size > 0 && (
        <p class="cb-quiet">{size === 1 ? texts.ownOne : format(texts.own, { count: countText(size, locale) })}</p>
      )}
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.each}
        columns={columns}
        rowName={({ shown }) => shown}
        query={words === "" ? {} : { words }}
        empty={<p class="cb-quiet">{texts.noneFits}</p>}
      />
    </section>
  );
}
