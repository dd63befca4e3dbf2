import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import type { ComponentChildren } from "preact";
import { useViewer } from "../../shell/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { say } from "../../texts/say.ts";
import type { AccountStatus } from "./account.ts";

const texts = lifecycle.costs;
type Cost = AccountStatus["costs"][number];

/** Every state beside the others: nobody has to try one out to know what it costs. */
export function CostsCard({ status }: { status: AccountStatus }) {
  const { locale } = useViewer();
  const { numbers, currency, agency, costs } = status;
  const money = (micros: number) => <Money micros={micros} currency={currency} locale={locale} />;
  const works = (count: number) => {
    if (numbers === 0 || count === 0) return <span class="cb-quiet">{texts.no}</span>;
    return count === numbers ? texts.yes : say(texts.some, { count, all: numbers });
  };
  const rows: { head: string; cell: (cost: Cost) => ComponentChildren; total?: boolean }[] = [
    { head: texts.connects, cell: ({ connects }) => works(connects) },
    { head: texts.swaps, cell: ({ swaps }) => works(swaps) },
    { head: texts.fees, cell: ({ feeMicros }) => money(feeMicros) },
    {
      head: texts.subscription,
      cell: ({ subscriptionMicros }) =>
        agency === null ? money(subscriptionMicros) : <span class="cb-quiet">{texts.agency}</span>,
    },
    {
      head: texts.total,
      cell: ({ feeMicros, subscriptionMicros }) => money(feeMicros + subscriptionMicros),
      total: true,
    },
  ];
  const shown = numbers === 1 ? texts.oneNumber : say(texts.numbers, { count: numbers });
  return (
    <Card title={texts.title} sub={numbers === 0 ? texts.subNone : say(texts.sub, { numbers: shown })}>
      <div class="costs-frame">
        <table class="costs">
          <caption class="cb-unseen">{texts.caption}</caption>
          <thead>
            <tr>
              <td />
              {costs.map(({ standing }) => (
                <th key={standing} scope="col">
                  {texts.heads[standing]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ head, cell, total }) => (
              <tr key={head} data-total={total || undefined}>
                <th scope="row">{head}</th>
                {costs.map((cost) => (
                  <td key={cost.standing}>{cell(cost)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="cb-quiet cb-small costs-note">{texts.note}</p>
    </Card>
  );
}
