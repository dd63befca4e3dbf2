import { Card } from "@callboard/ui/Card";
import { href } from "../../../shared/route.ts";
import { dayAndTime } from "../../../shared/timeText.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { buyNumbers as texts } from "../../../texts/en/buyNumbers.ts";
import { type Order, OrderState } from "./OrderState.tsx";

/** On a number's page: its last provider request and the state of that request. */
export function OrderCard({ order }: { order: Order }) {
  const viewer = useViewer();
  return (
    <Card title={texts.ordersTitle} actions={<a href={href("numbers", "orders", order.id)}>{texts.openOrder}</a>}>
      <div class="order-latest">
        <span>
          {texts.types[order.type]} · <OrderState order={order} />
        </span>
        <span class="cb-muted">{dayAndTime(order.endedAt ?? order.requestedAt, viewer)}</span>
        <p>{order.why}</p>
      </div>
    </Card>
  );
}
