import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/resource.ts";
import { go, href } from "../../../shared/route.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { Page } from "../../../shared/page/Page.tsx";
import { failureText } from "../../../shared/form/failures.ts";
import { dayAndTime, type Locale } from "../../../shared/timeText.ts";
import { toasts } from "../../../shared/toasts.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { ZoneNote } from "../../../shared/page/ZoneNote.tsx";
import { buyNumbers as texts } from "../../../texts/en/buyNumbers.ts";
import { format } from "../../../texts/format.ts";
import { isPending, type Order, OrderState } from "./OrderState.tsx";
import "../Numbers.css";

/** One order, updated while it is in progress. It continues on the server, so the page can be closed at any time. */
export function OrderPage({ id }: { id: string }) {
  const viewer = useViewer();
  const order = useResource(["errand"], () => api().numbers.order.query({ id }), [id]);
  const now = order.data.value;
  return (
    <Page
      title={now ? format(texts.orderOf[now.what], { number: now.shown }) : texts.order}
      state={now && <OrderState order={now} />}
      action={now && <NextStep order={now} refetch={order.refetch} />}
      back={{ href: href("numbers", "orders"), label: texts.orders }}
    >
      <Loaded of={order} label={texts.loadingOne}>
        {(answer) => (
          <div class="page-narrow">
            <Card>
              <p class="order-why" role="status">
                {answer.why}
              </p>
              {answer.state === "unknown" && answer.what === "buy number" && <p>{texts.notTwice}</p>}
              <dl class="number-facts">
                {factsOf(answer, viewer).map(([label, value]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </Card>
            {isPending(answer) && <Notice sentence={texts.closing} />}
            <ZoneNote />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function factsOf(order: Order, locale: Locale): [string, string | number][] {
  const { facts } = texts;
  const at = (label: string, instant: number | null): [string, string][] =>
    instant === null ? [] : [[label, dayAndTime(instant, locale)]];
  return [
    ...at(facts.wanted, order.wantedAt),
    [texts.by, order.by ?? texts.system],
    ...at(facts.sent, order.sentAt),
    ...(order.tries > 1 ? [[facts.tries, order.tries] as [string, number]] : []),
    ...(order.asked > 0 ? [[facts.asked, order.asked] as [string, number]] : []),
    ...(order.state === "unknown" ? at(facts.next, order.nextAt) : []),
    ...at(facts.ended, order.endedAt),
  ];
}

function NextStep({ order, refetch }: { order: Order; refetch: () => Promise<void> }) {
  const { account } = useViewer();
  const ask = useAction((_: null, options) => api().numbers.checkOrder.mutate({ id: order.id }, options));
  const changes = mayDo(account, "change routing");

  async function askNow() {
    const outcome = await ask.run(null);
    if (!outcome) return;
    if (outcome.ok) toasts.show({ sentence: texts.askedNow });
    else toasts.show({ kind: "bad", sentence: failureText(outcome)! });
    await refetch();
  }

  const { record, state, what } = order;
  if (state === "unknown" && changes)
    return (
      <Button busy={ask.busy.value} onClick={() => void askNow()}>
        {texts.askNow}
      </Button>
    );
  if (state === "declined" && what === "buy number" && changes)
    return (
      <Button variant="primary" onClick={() => go("numbers", "buy")}>
        {texts.another}
      </Button>
    );
  if (record === null || (what === "buy number" && state !== "settled")) return null;
  return (
    <Button variant="primary" onClick={() => go("numbers", record)}>
      {texts.openNumber}
    </Button>
  );
}
