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
  const { language } = useViewer();
  const columns = useDispositionColumns(props);
  const search = route.value.query["search"] ?? "";
  const ownCount = props.ownDispositions.size;
  const list = useList<CancellationNumber>({
    page: "leaving numbers",
    kinds: ["number"],
    key: search,
    load: async (after, limit) => {
      const { numbers, next, now } = await api().lifecycle.numbers.query({ search, after, limit });
      return { rows: numbers, next, total: null, now };
    },
  });
  return (
    <section class="disposition-list">
      <h2>{texts.each}</h2>
      {/* Enter searches and must not submit the surrounding form. */}
      <div onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}>
        <SearchBox label={texts.search} value={search} onChange={(next) => setQuery({ search: next })} />
      </div>
      {ownCount > 0 && (
        <p class="cb-muted">
          {ownCount === 1 ? texts.ownOne : format(texts.own, { count: countText(ownCount, language) })}
        </p>
      )}
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.each}
        columns={columns}
        rowName={({ shown }) => shown}
        query={search === "" ? {} : { search }}
        empty={<p class="cb-muted">{texts.noneFits}</p>}
      />
    </section>
  );
}
