import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import { momentText } from "../../shared/timeText.ts";
import { accountDayText, useViewer } from "../../shared/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import type { NumberView } from "./types.ts";

const texts = numbers.facts;

/** Facts that can't be edited here: the number's type, its cost and its dates. */
export function NumberFacts({ number, fixed }: { number: NumberView; fixed: boolean }) {
  const reader = useViewer();
  const { kind, feeMicros, currency, renewsAt, origin, standing } = number;
  // If nobody can edit them, there is no form that shows them.
  const led = [
    [numbers.source, number.sourceName ?? numbers.noSource],
    [numbers.route, number.routeName ?? numbers.noRoute],
  ] as const;
  const facts = [
    [texts.kind, numbers.kinds[kind]],
    [texts.fee, <Money owed micros={feeMicros} currency={currency} locale={reader.locale} />],
    [texts.renews, renewsAt === null ? texts.renewsNot : accountDayText(renewsAt, reader)],
    [format(texts.since, { state: numbers.states[standing.is] }), momentText(standing.since, reader)],
    [texts.origin, texts.origins[origin]],
    ...(fixed ? led : []),
  ] as const;
  return (
    <Card title={texts.title}>
      <dl class="number-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
