import { allocateCents, MICROS_PER_CENT } from "@callboard/domain/core/money";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { go } from "../../shared/route.ts";
import { useViewer } from "../../shared/viewer.ts";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import type { PlanChangeView } from "./keepChoice.ts";

const texts = plans.changePlan;

/** The cost of the change for the rest of the month. */
export function PlanChangeCostCard({
  change: { plan, was: oldPlan, share, balanceMicros, currency },
}: {
  change: PlanChangeView;
}) {
  const { language } = useViewer();
  if (share === null) return null;
  if (share.isFree)
    return (
      <Card title={texts.cost}>
        <p class="cb-muted">{texts.free}</p>
      </Card>
    );
  const total = share.charge - share.refund;
  // Rounded together, so that the cents of the refund and the charge add up to the sum.
  const rounded = allocateCents([-share.refund, share.charge]);
  const [refundCents = 0, chargeCents = 0] = rounded.parts;
  const rows = [
    { header: format(texts.giveBack, { was: oldPlan }), micros: refundCents * MICROS_PER_CENT },
    { header: format(texts.due, { plan }), micros: chargeCents * MICROS_PER_CENT },
    {
      header: rounded.sum < 0 ? texts.sumBack : texts.sum,
      micros: Math.abs(rounded.sum) * MICROS_PER_CENT,
      strong: true,
    },
    ...(balanceMicros === null ? [] : [{ header: texts.after, micros: balanceMicros - total }]),
  ];
  return (
    <Card title={texts.cost} subtitle={texts.nearly}>
      <dl class="plan-cost">
        {rows.map(({ header, micros, strong }) => (
          <div key={header} data-strong={strong || undefined}>
            <dt>{header}</dt>
            <dd>
              <Money micros={micros} currency={currency} locale={language} />
            </dd>
          </div>
        ))}
      </dl>
      {balanceMicros !== null && total > 0 && balanceMicros < total && (
        <Notice
          tone="warn"
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
