import { Card } from "@callboard/ui/Card";
import { href } from "../../../shared/route.ts";
import { dayAndTime } from "../../../shared/timeText.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { buyNumbers as texts } from "../../../texts/en/buyNumbers.ts";
import { type Order, OrderState } from "./OrderState.tsx";

/** On a number's page: its last provider request and the state of that request. */
export function OrderCard({ order }: { order: Order }) {
  const reader = useViewer();
  return (
    <Card title={texts.ordersTitle} actions={<a href={href("numbers", "orders", order.id)}>{texts.openOrder}</a>}>
      <div class="order-latest">
        <span>
          {texts.what[order.what]} · <OrderState order={order} />
        </span>
        <span class="cb-quiet">{dayAndTime(order.endedAt ?? order.wantedAt, reader)}</span>
        <p>{order.why}</p>
      </div>
    </Card>
  );
}
