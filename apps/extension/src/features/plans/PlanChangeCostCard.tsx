import { allocateCents } from "@callboard/domain/core/money";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { go } from "../../shared/route.ts";
import { useViewer } from "../../shared/viewer.ts";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import type { PlanChangeView } from "./keepChoice.ts";

const texts = plans.guide;
const MICROS_PER_CENT = 10_000;

/** What the change costs for the rest of the month. */
export function PlanChangeCostCard({
  beyond: { plan, was, share, balanceMicros, currency },
}: {
  beyond: PlanChangeView;
}) {
  const { locale } = useViewer();
  if (share === null) return null;
  if (share.free)
    return (
      <Card title={texts.cost}>
        <p class="cb-quiet">{texts.free}</p>
      </Card>
    );
  const sum = share.due - share.back;
  const shown = allocateCents([-share.back, share.due]);
  const [back = 0, due = 0] = shown.parts;
  const rows = [
    { head: format(texts.giveBack, { was }), micros: back * MICROS_PER_CENT },
    { head: format(texts.due, { plan }), micros: due * MICROS_PER_CENT },
    {
      head: shown.sum < 0 ? texts.sumBack : texts.sum,
      micros: Math.abs(shown.sum) * MICROS_PER_CENT,
      strong: true,
    },
    ...(balanceMicros === null ? [] : [{ head: texts.after, micros: balanceMicros - sum }]),
  ];
  return (
    <Card title={texts.cost} sub={texts.nearly}>
      <dl class="plan-cost">
        {rows.map(({ head, micros, strong }) => (
          <div key={head} data-strong={strong || undefined}>
            <dt>{head}</dt>
            <dd>
              <Money micros={micros} currency={currency} locale={locale} />
            </dd>
          </div>
        ))}
      </dl>
      {balanceMicros !== null && sum > 0 && balanceMicros < sum && (
        <Notice
          kind="warn"
          sentence={texts.unpaid}
          action={
            <Button size="small" onClick={() => go("balance")}>
              {texts.topUp}
            </Button>
          }
        />
      )}
    </Card>
  );
}
