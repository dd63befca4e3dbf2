import { Card } from "@callboard/ui/Card";
import { counted } from "../../shell/counts.ts";
import { useViewer } from "../../shell/viewer.ts";
import { plans } from "../../texts/en/plans.ts";
import { say } from "../../texts/say.ts";
import { type Beyond, beyondBy } from "./keeping.ts";

const texts = plans.guide;

/** What the other plan has no room for, and what comes back under it. */
export function BeyondCard({ beyond: { plan, limits, hidden, retentionDays: days } }: { beyond: Beyond }) {
  const { locale } = useViewer();
  const over = limits.flatMap((limit) => {
    const { what, total, parked } = limit;
    const count = beyondBy(limit);
    const shown = { count: counted(count, locale), all: counted(total, locale) };
    if (count > 0) return [{ key: what, head: say(texts.over[what], shown), words: texts.overWhat[what] }];
    const returns = say(texts.returns[what], { count: counted(parked, locale) });
    return parked > 0 ? [{ key: what, head: returns, words: "" }] : [];
  });
  const versions = hidden > 0 ? say(hidden === 1 ? texts.hiddenOne : texts.hidden, { count: hidden, days }) : "";
  return (
    <Card title={say(texts.beyond, { plan })}>
      {over.length === 0 && versions === "" ? (
        <p class="cb-quiet">{say(texts.nothing, { plan })}</p>
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
