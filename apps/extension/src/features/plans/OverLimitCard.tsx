import { Card } from "@callboard/ui/Card";
import { countText } from "../../shared/countText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { type PlanChangeView, excessCount } from "./keepChoice.ts";

const texts = plans.guide;

/** What exceeds the new plan's limits, and what comes back with it. */
export function OverLimitCard({ beyond: { plan, limits, hidden, retentionDays: days } }: { beyond: PlanChangeView }) {
  const { locale } = useViewer();
  const over = limits.flatMap((limit) => {
    const { what, total, parked } = limit;
    const count = excessCount(limit);
    const shown = { count: countText(count, locale), all: countText(total, locale) };
    if (count > 0) return [{ key: what, head: format(texts.over[what], shown), words: texts.overWhat[what] }];
    const returns = format(texts.returns[what], { count: countText(parked, locale) });
    return parked > 0 ? [{ key: what, head: returns, words: "" }] : [];
  });
  const versions = hidden > 0 ? format(hidden === 1 ? texts.hiddenOne : texts.hidden, { count: hidden, days }) : "";
  return (
    <Card title={format(texts.beyond, { plan })}>
      {over.length === 0 && versions === "" ? (
        <p class="cb-quiet">{format(texts.nothing, { plan })}</p>
      ) : (
        <ul class="plan-beyond">
          {over.map(({ key, head, words }) => (
            <li key={key}>
              <strong>{head}</strong>
              {words !== "" && <span class="cb-quiet">{words}</span>}
            </li>
          ))}
          {versions !== "" && <li>{versions}</li>}
        </ul>
      )}
    </Card>
  );
}
