import { allocateCents, MICROS_PER_CENT } from "@callboard/domain/core/money";
import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import type { ComponentChildren } from "preact";
import { useViewer } from "../../shared/viewer.ts";
import { lifecycle } from "../../texts/en/lifecycle.ts";
import { format } from "../../texts/format.ts";
import type { AccountStatus } from "./accountStatus.ts";

const texts = lifecycle.costs;
type Cost = AccountStatus["costs"][number];

/** All states side by side, so that people see the cost of a state before they choose it. */
export function CostsCard({ status }: { status: AccountStatus }) {
  const { language } = useViewer();
  const { numbers, currency, agency, costs } = status;
  const money = (cents: number) => <Money micros={cents * MICROS_PER_CENT} currency={currency} locale={language} />;
  // Rounded together, so that the cents of both parts add up to the total.
  const roundedCost = ({ feeMicros, subscriptionMicros }: Cost) => allocateCents([feeMicros, subscriptionMicros]);
  const countCell = (count: number) => {
    if (numbers === 0 || count === 0) return <span class="cb-muted">{texts.no}</span>;
    return count === numbers ? texts.yes : format(texts.some, { count, all: numbers });
  };
  const rows: { header: string; cell: (cost: Cost) => ComponentChildren; total?: boolean }[] = [
    { header: texts.connects, cell: ({ connected }) => countCell(connected) },
    { header: texts.swaps, cell: ({ swapped }) => countCell(swapped) },
    { header: texts.fees, cell: (cost) => money(roundedCost(cost).parts[0]!) },
    {
      header: texts.subscription,
      cell: (cost) =>
        agency === null ? money(roundedCost(cost).parts[1]!) : <span class="cb-muted">{texts.agency}</span>,
    },
    {
      header: texts.total,
      cell: (cost) => money(roundedCost(cost).sum),
      total: true,
    },
  ];
  const numbersText = numbers === 1 ? texts.oneNumber : format(texts.numbers, { count: numbers });
  return (
    <Card
      title={texts.title}
      subtitle={numbers === 0 ? texts.subtitleNone : format(texts.subtitle, { numbers: numbersText })}
    >
      <div class="costs-frame">
        <table class="costs">
          <caption class="cb-visually-hidden">{texts.caption}</caption>
          <thead>
            <tr>
              <td />
              {costs.map(({ state }) => (
                <th key={state} scope="col">
                  {texts.heads[state]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ header, cell, total }) => (
              <tr key={header} data-total={total || undefined}>
                <th scope="row">{header}</th>
                {costs.map((cost) => (
                  <td key={cost.state}>{cell(cost)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="cb-muted cb-small costs-note">{texts.note}</p>
    </Card>
  );
}
