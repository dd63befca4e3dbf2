import { allocateCents } from "@callboard/domain/core/money";
import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import type { ComponentChildren } from "preact";
import { useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";
import type { AccountStatus } from "./accountStatus.ts";

const texts = lifecycle.costs;
const MICROS_PER_CENT = 10_000;
type Cost = AccountStatus["costs"][number];

/** All states side by side, so that nobody has to try one to learn its cost. */
export function CostsCard({ status }: { status: AccountStatus }) {
  const { locale } = useViewer();
  const { numbers, currency, agency, costs } = status;
  const money = (cents: number) => <Money micros={cents * MICROS_PER_CENT} currency={currency} locale={locale} />;
  const owed = ({ feeMicros, subscriptionMicros }: Cost) => allocateCents([feeMicros, subscriptionMicros]);
  const works = (count: number) => {
    if (numbers === 0 || count === 0) return <span class="cb-quiet">{texts.no}</span>;
    return count === numbers ? texts.yes : format(texts.some, { count, all: numbers });
  };
  const rows: { head: string; cell: (cost: Cost) => ComponentChildren; total?: boolean }[] = [
    { head: texts.connects, cell: ({ connects }) => works(connects) },
    { head: texts.swaps, cell: ({ swaps }) => works(swaps) },
    { head: texts.fees, cell: (cost) => money(owed(cost).parts[0]!) },
    {
      head: texts.subscription,
      cell: (cost) => (agency === null ? money(owed(cost).parts[1]!) : <span class="cb-quiet">{texts.agency}</span>),
    },
    {
      head: texts.total,
      cell: (cost) => money(owed(cost).sum),
      total: true,
    },
  ];
  const shown = numbers === 1 ? texts.oneNumber : format(texts.numbers, { count: numbers });
  return (
    <Card title={texts.title} sub={numbers === 0 ? texts.subNone : format(texts.sub, { numbers: shown })}>
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
