import type { Column } from "@callboard/ui/Table";
import { type Outputs, api } from "../../data/api.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { SearchBox } from "../../shared/list/SearchBox.tsx";
import { useList } from "../../shared/list/useList.ts";
import { setQuery, route } from "../../shared/route.ts";
import { proposals as texts } from "../../texts/en/proposals.ts";
import { useViewer } from "../../shared/viewer.ts";
import type { Proposal } from "./useProposal.ts";

type Row = Omit<Outputs["proposals"]["items"]["items"][number], "n"> & { id: string };

const COLUMNS: Column<Row>[] = [
  { key: "about", header: texts.namedOutcome, cell: ({ about }) => <span class="proposal-item">{about}</span> },
];

/** The single items behind the grouped lines of a long proposal, with a search. */
export function ProposalItems({ proposal: { id: proposal }, level }: { proposal: Proposal; level: 2 | 3 }) {
  const search = route.value.query["search"] ?? "";
  const { zone } = useViewer();
  const Heading = level === 2 ? "h2" : "h3";
  const list = useList<Row>({
    page: "proposal lines",
    // These lines were stored with the proposal and never change, so no event reloads them.
    kinds: [],
    key: `${proposal} ${search}`,
    load: async (after, limit) => {
      const input = { proposal, zone, search, after: after === null ? null : Number(after), limit };
      const { items, next, now } = await api().proposals.items.query(input);
      const rows = items.map(({ n, about }) => ({ id: `${n}`, about }));
      return { rows, next: next === null ? null : `${next}`, total: null, now };
    },
  });
  return (
    <section class="proposal-group">
      <Heading>{texts.named}</Heading>
      <SearchBox label={texts.namedSearch} value={search} onChange={(next) => setQuery({ search: next })} />
      <ListTable
        list={list}
        loading={texts.namedLoading}
        caption={texts.named}
        columns={COLUMNS}
        rowName={({ about }) => about}
        query={search === "" ? {} : { search }}
        empty={<p class="cb-muted">{texts.namedNone}</p>}
      />
    </section>
  );
}
