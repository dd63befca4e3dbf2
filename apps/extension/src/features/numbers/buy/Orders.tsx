import { Card } from "@callboard/ui/Card";
import type { Column } from "@callboard/ui/Table";
import { EmptyState } from "@callboard/ui/EmptyState";
import { When } from "@callboard/ui/When";
import { api } from "../../../data/api.ts";
import { serverNow } from "../../../data/clock.ts";
import { ListTable } from "../../../shared/list/ListTable.tsx";
import { useList } from "../../../shared/list/useList.ts";
import { href } from "../../../shared/route.ts";
import { useViewer, type Viewer } from "../../../shared/viewer.ts";
import { buyNumbers as texts } from "../../../texts/en/buyNumbers.ts";
import { type Order, OrderState } from "./OrderState.tsx";

/** The most rows that the procedure returns at once. */
const PAGE_SIZE_MAX = 100;

/** Provider requests to the carrier, and how each ended. */
export function Orders() {
  const viewer = useViewer();
  const list = useList<Order>({
    page: "orders",
    kinds: ["providerRequest"],
    key: "",
    load: async (after, limit) => {
      const { orders, next, now } = await api().numbers.orders.query({
        after,
        limit: Math.min(PAGE_SIZE_MAX, limit),
      });
      return { rows: orders, next, total: null, now };
    },
  });
  return (
    <ListTable
      list={list}
      loading={texts.ordersLoading}
      caption={texts.ordersCaption}
      columns={orderColumns(viewer)}
      rowHref={({ id }) => href("numbers", "orders", id)}
      rowName={({ shown }) => shown}
      query={{}}
      empty={
        <Card>
          <EmptyState icon="hash" sentence={texts.ordersEmpty} />
        </Card>
      }
    />
  );
}

const orderColumns = ({ zone, language }: Viewer): Column<Order>[] => [
  { key: "number", header: texts.about, cell: ({ shown }) => <span class="number-shown">{shown}</span> },
  { key: "type", header: texts.order, cell: ({ type }) => texts.types[type] },
  { key: "state", header: texts.status, cell: (order) => <OrderState order={order} /> },
  {
    key: "why",
    header: texts.why,
    width: "100%",
    cell: ({ why }) => <span class="order-cut" title={why} children={why} />,
  },
  { key: "by", header: texts.by, cell: ({ by }) => by ?? texts.system },
  {
    key: "when",
    header: texts.when,
    cell: ({ requestedAt }) => (
      <span class="cb-muted">
        <When at={requestedAt} now={serverNow} zone={zone} language={language} />
      </span>
    ),
  },
];
