import { Card } from "@callboard/ui/Card";
import { countText } from "../../shared/countText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { plans } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import { type PlanChangeView, excessCount } from "./keepChoice.ts";

const texts = plans.changePlan;

/** Records and versions that exceed the new plan's limits, and frozen records that it brings back. */
export function OverLimitCard({
  change: { plan, limits, hidden: hiddenCount, retentionDays: days },
}: {
  change: PlanChangeView;
}) {
  const { language } = useViewer();
  const effects = limits.flatMap((limit) => {
    const { resource, total, frozen } = limit;
    const count = excessCount(limit);
    const counts = { count: countText(count, language), all: countText(total, language) };
    if (count > 0)
      return [{ key: resource, title: format(texts.overCount[resource], counts), text: texts.overEffect[resource] }];
    const returns = format(texts.returns[resource], { count: countText(frozen, language) });
    return frozen > 0 ? [{ key: resource, title: returns, text: "" }] : [];
  });
  const hiddenVersions =
    hiddenCount > 0 ? format(hiddenCount === 1 ? texts.hiddenOne : texts.hidden, { count: hiddenCount, days }) : "";
  return (
    <Card title={format(texts.overLimit, { plan })}>
      {effects.length === 0 && hiddenVersions === "" ? (
        <p class="cb-muted">{format(texts.nothing, { plan })}</p>
      ) : (
        <ul class="plan-over-limit">
          {effects.map(({ key, title, text }) => (
            <li key={key}>
              <strong>{title}</strong>
              {text !== "" && <span class="cb-muted">{text}</span>}
            </li>
          ))}
          {hiddenVersions !== "" && <li>{hiddenVersions}</li>}
        </ul>
      )}
    </Card>
  );
}
