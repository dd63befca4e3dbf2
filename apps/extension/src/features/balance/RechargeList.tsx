import { MICROS_PER_CENT } from "@callboard/domain/core/money";
import { Badge } from "@callboard/ui/Badge";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Money } from "@callboard/ui/Money";
import type { Column } from "@callboard/ui/Table";
import { useMemo } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { ListTable } from "../../shared/list/ListTable.tsx";
import { useList } from "../../shared/list/useList.ts";
import { href } from "../../shared/route.ts";
import { Page } from "../../shared/page/Page.tsx";
import { dayAndTime, type Locale } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { balance } from "../../texts/en/balance.ts";
import { recharge } from "../../texts/en/recharge.ts";

const texts = recharge.list;
export type RechargeRow = Outputs["balance"]["recharges"]["recharges"][number];
/** The most rows that the procedure returns at once. */
const PAGE_SIZE_MAX = 100;
const TONES = { charging: "busy", waiting: "warn", settled: "good", ended: "slate" } as const;

export const RechargeState = ({ state }: Pick<RechargeRow, "state">) => (
  <Badge tone={TONES[state]}>{texts.states[state]}</Badge>
);

/** Every recharge, including those that didn't happen, each with its explanation. */
export function RechargeList() {
  const { zone, language } = useViewer();
  const list = useList<RechargeRow>({
    page: "balance",
    kinds: ["recharge", "charge"],
    key: `recharges ${zone}`,
    load: async (after, limit) => {
      const { recharges, next, now } = await api().balance.recharges.query({
        zone,
        after,
        limit: Math.min(PAGE_SIZE_MAX, limit),
      });
      return { rows: recharges, next, now, total: null };
    },
  });
  const columns = useMemo(() => columnsFor({ zone, language }), [zone, language]);
  return (
    <Page title={texts.title} summary={texts.summary} back={{ href: href("balance"), label: balance.title }}>
      <ListTable
        list={list}
        loading={texts.loading}
        caption={texts.caption}
        columns={columns}
        rowHref={({ id }) => href("balance", "recharges", id)}
        rowName={({ why }) => why}
        query={{}}
        empty={
          <Card>
            <EmptyState icon="card" sentence={texts.empty} />
          </Card>
        }
      />
      <ZoneNote />
    </Page>
  );
}

const columnsFor = (locale: Locale): Column<RechargeRow>[] => [
  { key: "started", header: texts.started, width: "120px", cell: ({ startedAt }) => dayAndTime(startedAt, locale) },
  { key: "what", header: texts.type, width: "96px", hideOrder: 1, cell: ({ type }) => texts.types[type] },
  { key: "state", header: texts.outcome, width: "120px", cell: ({ state }) => <RechargeState state={state} /> },
  { key: "why", header: texts.why, width: "100%", cell: ({ why }) => <span class="recharge-why">{why}</span> },
  {
    key: "sum",
    header: texts.sum,
    align: "end",
    cell: ({ cents, currency }) => (
      <Money micros={cents * MICROS_PER_CENT} currency={currency} locale={locale.language} />
    ),
  },
];
