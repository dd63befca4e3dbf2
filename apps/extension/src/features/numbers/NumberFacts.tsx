import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import { momentText } from "../../shared/timeText.ts";
import { accountDayText, useViewer } from "../../shared/viewer.ts";
import { numbers } from "../../texts/en/numbers.ts";
import { format } from "../../texts/format.ts";
import type { NumberView } from "./types.ts";

const texts = numbers.facts;

/** Facts that can't be edited here: the number's type, its cost and its dates. */
export function NumberFacts({ number, isReadOnly }: { number: NumberView; isReadOnly: boolean }) {
  const viewer = useViewer();
  const { kind, feeMicros, currency, renewsAt, origin, state } = number;
  // A read-only number has no form, so its source and routing target are shown here.
  const routingFacts = [
    [numbers.source, number.sourceName ?? numbers.noSource],
    [numbers.route, number.routeName ?? numbers.noRoute],
  ] as const;
  const facts = [
    [texts.kind, numbers.kinds[kind]],
    [texts.fee, <Money roundUp micros={feeMicros} currency={currency} locale={viewer.language} />],
    [texts.renews, renewsAt === null ? texts.renewsNot : accountDayText(renewsAt, viewer)],
    [format(texts.since, { state: numbers.states[state.is] }), momentText(state.since, viewer)],
    [texts.origin, texts.origins[origin]],
    ...(isReadOnly ? routingFacts : []),
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
