import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Notice } from "@callboard/ui/Notice";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
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
  const resource = useResource(["providerRequest"], () => api().numbers.order.query({ id }), [id]);
  const order = resource.data.value;
  return (
    <Page
      title={order ? format(texts.orderOf[order.type], { number: order.shown }) : texts.order}
      summary={order && <OrderState order={order} />}
      action={order && <NextStep order={order} refetch={resource.refetch} />}
      back={{ href: href("numbers", "orders"), label: texts.orders }}
    >
      <Loaded resource={resource} label={texts.loadingOne}>
        {(answer) => (
          <div class="page-narrow">
            <Card>
              <p class="order-why" role="status">
                {answer.why}
              </p>
              {answer.state === "unknown" && answer.type === "buy number" && <p>{texts.notTwice}</p>}
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
  const timeFact = (label: string, instant: number | null): [string, string][] =>
    instant === null ? [] : [[label, dayAndTime(instant, locale)]];
  return [
    ...timeFact(facts.requested, order.requestedAt),
    [texts.by, order.by ?? texts.system],
    ...timeFact(facts.sent, order.sentAt),
    ...(order.attempts > 1 ? [[facts.tries, order.attempts] as [string, number]] : []),
    ...(order.checks > 0 ? [[facts.checks, order.checks] as [string, number]] : []),
    ...(order.state === "unknown" ? timeFact(facts.next, order.nextStepAt) : []),
    ...timeFact(facts.ended, order.endedAt),
  ];
}

/** The button for the next step, if there is one: ask the carrier now, choose another number, or open the number. */
function NextStep({ order, refetch }: { order: Order; refetch: () => Promise<void> }) {
  const { account } = useViewer();
  const check = useAction((_: null, options) => api().numbers.checkOrder.mutate({ id: order.id }, options));
  const mayChange = mayDo(account, "change routing");

  async function checkNow() {
    const outcome = await check.run(null);
    if (!outcome) return;
    if (outcome.ok) toasts.show({ sentence: texts.askedNow });
    else toasts.show({ tone: "bad", sentence: failureText(outcome)! });
    await refetch();
  }

  const { recordId, state, type } = order;
  if (state === "unknown" && mayChange)
    return (
      <Button busy={check.busy.value} onClick={() => void checkNow()}>
        {texts.askNow}
      </Button>
    );
  if (state === "declined" && type === "buy number" && mayChange)
    return (
      <Button variant="primary" onClick={() => go("numbers", "buy")}>
        {texts.another}
      </Button>
    );
  if (recordId === null || (type === "buy number" && state !== "settled")) return null;
  return (
    <Button variant="primary" onClick={() => go("numbers", recordId)}>
      {texts.openNumber}
    </Button>
  );
}
