import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Field } from "@callboard/ui/Field";
import { Money } from "@callboard/ui/Money";
import { Segmented } from "@callboard/ui/Segmented";
import { Select } from "@callboard/ui/Select";
import { type Column, Table } from "@callboard/ui/Table";
import { useRef, useState } from "preact/hooks";
import { api, type Inputs } from "../../../data/api.ts";
import { SearchBox } from "../../../shared/list/SearchBox.tsx";
import { useListKeys } from "../../../shared/list/useListKeys.ts";
import { useResource } from "../../../data/liveResource.ts";
import { setQuery, route } from "../../../shared/route.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { useViewer, type Viewer } from "../../../shared/viewer.ts";
import { buyNumbers as texts } from "../../../texts/en/numbers/buyNumbers.ts";
import { numbers } from "../../../texts/en/numbers.ts";
import { format } from "../../../texts/format.ts";
import { BuyDialog } from "./BuyDialog.tsx";
import { countryOptions } from "./countries.ts";
import type { SearchView, NumberOffer } from "../types.ts";

type SearchInput = NonNullable<Inputs["numbers"]["searchOffers"]>;

const OFFERS_MAX = 50;
/** No chosen country: the server searches the account's own, or for international numbers all others. */
const HOME_COUNTRY = "home";
const KINDS = ["any", "local", "toll-free", "international"] as const;

function searchInputOf(query: Readonly<Record<string, string>>): SearchInput {
  const digits = (query["digits"] ?? "").replaceAll(/\D/g, "");
  const kind = KINDS.find((name) => name !== "any" && name === query["kind"]) as SearchInput["kind"];
  return {
    limit: OFFERS_MAX,
    ...(query["country"] ? { country: query["country"] } : {}),
    ...(kind ? { kind } : {}),
    ...(digits === "" ? {} : { digits }),
  };
}

/** Searches the carrier's numbers. The page's address keeps the search. */
export function FindNumber() {
  const { query } = route.value;
  const { language } = useViewer();
  const search = searchInputOf(query);
  const offers = useResource([], () => api().numbers.searchOffers.query(search), [JSON.stringify(search)]);
  const homeLabel = search.kind === "international" ? texts.elsewhere : texts.home;
  const lastView = useRef<SearchView | null>(null);
  if (offers.data.value) lastView.current = offers.data.value;
  // The previous numbers stay while the next search runs, so that the list doesn't flicker.
  const view = offers.data.value ?? (offers.failure.value || offers.offline.value ? null : lastView.current);
  // The keyboard shortcuts of lists; null, because offers can't be selected.
  useListKeys(null);
  const [chosenOffer, setChosenOffer] = useState<NumberOffer | null>(null);
  return (
    <div class="buy">
      <div class="buy-search">
        <Field label={texts.country}>
          <Select
            options={[{ value: HOME_COUNTRY, label: homeLabel }, ...countryOptions(language)]}
            value={search.country ?? HOME_COUNTRY}
            disabled={search.kind === "local"}
            onChange={(country) => setQuery({ country: country === HOME_COUNTRY ? "" : country })}
          />
        </Field>
        <div class="buy-field">
          <span>{texts.kind}</span>
          <Segmented
            label={texts.kind}
            options={KINDS.map((value) => ({
              value,
              label: value === "any" ? texts.anyKind : numbers.kinds[value],
            }))}
            value={search.kind ?? "any"}
            // Local numbers are searched in the home country.
            onChange={(kind) =>
              setQuery({ kind: kind === "any" ? "" : kind, ...(kind === "local" ? { country: "" } : {}) })
            }
          />
        </div>
        <div class="buy-field">
          <span>{texts.digits}</span>
          <SearchBox
            label={texts.digits}
            placeholder={texts.digitsHint}
            value={query["digits"] ?? ""}
            onChange={(digits) => setQuery({ digits })}
          />
        </div>
      </div>
      <Loaded resource={{ ...offers, data: { value: view } }} label={texts.loading} lines={8}>
        {(answer) => <Offers offers={answer.offers} busy={offers.data.value === null} onChoose={setChosenOffer} />}
      </Loaded>
      {chosenOffer && <BuyDialog offer={chosenOffer} onClose={() => setChosenOffer(null)} />}
    </div>
  );
}

interface OffersProps {
  offers: readonly NumberOffer[];
  /** A newer search is running. */
  busy: boolean;
  onChoose: (offer: NumberOffer) => void;
}

function Offers({ offers, busy, onChoose }: OffersProps) {
  const viewer = useViewer();
  return (
    <>
      <Card flush>
        <Table
          caption={texts.caption}
          columns={offerColumns(viewer)}
          rows={offers}
          rowKey={({ e164 }) => e164}
          onOpenRow={onChoose}
          busy={busy}
          empty={<EmptyState icon="search" sentence={texts.none} />}
        />
      </Card>
      {offers.length === OFFERS_MAX && <p class="cb-muted cb-small">{format(texts.more, { count: OFFERS_MAX })}</p>}
    </>
  );
}

const offerColumns = ({ language }: Viewer): Column<NumberOffer>[] => [
  { key: "number", header: texts.number, cell: ({ shown }) => <span class="number-shown">{shown}</span> },
  { key: "kind", header: texts.kind, cell: ({ kind }) => numbers.kinds[kind] },
  { key: "region", header: texts.region, width: "100%", cell: ({ region }) => region },
  {
    key: "fee",
    header: texts.fee,
    align: "end",
    cell: ({ feeMicros, currency }) => <Money roundUp micros={feeMicros} currency={currency} locale={language} />,
  },
  {
    key: "choose",
    header: <span class="cb-visually-hidden">{texts.choose}</span>,
    align: "end",
    // The row itself is the button; this only looks like one.
    cell: () => <span class="buy-choose">{texts.choose}</span>,
  },
];
