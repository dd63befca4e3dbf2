import { LIMITED_RESOURCES } from "@callboard/domain/plans/catalogue";
import { Badge } from "@callboard/ui/Badge";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Money } from "@callboard/ui/Money";
import type { ComponentChildren } from "preact";
import { go } from "../../shared/route.ts";
import { useViewer } from "../../shared/viewer.ts";
import { plans as planTexts } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";
import type { PlansView } from "./types.ts";

const texts = planTexts.compare;
type PlanOffer = PlansView["plans"][number];

interface Row {
  header: string;
  /** What the account uses now, if the row is about a limit. */
  usage?: ComponentChildren;
  cell: (plan: PlanOffer) => ComponentChildren;
}

/** One column per plan, next to the current usage, so that people see what exceeds a limit without counting. */
export function CompareTable({ plans: { plans, current, use, why, currency } }: { plans: PlansView }) {
  // `why`: why the plan can't be changed now; null if it can.
  const { language } = useViewer();
  const money = (micros: number) => <Money roundUp micros={micros} currency={currency} locale={language} />;
  const rate = (micros: number) => rateText(micros, currency, language);
  const limitRows = LIMITED_RESOURCES.map((resource): Row => {
    const { active, frozen } = use[resource];
    return {
      header: texts[resource],
      usage: frozen === 0 ? active : format(texts.frozen, { live: active, frozen }),
      cell: ({ id, limits: { [resource]: limit } }) => {
        if (limit === null) return <span class="cb-muted">{texts.unlimited}</span>;
        const excess = active + frozen - limit;
        return (
          <span class="plan-limit">
            {excess > 0 && id !== current && <Badge tone="warn">{format(texts.overLimit, { count: excess })}</Badge>}
            {limit}
          </span>
        );
      },
    };
  });
  const rows: Row[] = [
    { header: texts.price, cell: ({ pricePerMonth }) => <strong>{money(pricePerMonth)}</strong> },
    ...limitRows,
    { header: texts.subAccounts, cell: ({ mayHaveSubAccounts }) => (mayHaveSubAccounts ? texts.yes : texts.no) },
    { header: texts.history, cell: ({ retentionDays }) => format(texts.days, { days: retentionDays }) },
    { header: texts.local, cell: ({ numberFees }) => money(numberFees.local) },
    { header: texts.tollFree, cell: ({ numberFees }) => money(numberFees["toll-free"]) },
    { header: texts.international, cell: ({ numberFees }) => money(numberFees.international) },
    { header: texts.minute, cell: ({ rates }) => rate(rates.minutes) },
    { header: texts.tollFreeMinute, cell: ({ rates }) => rate(rates["toll-free minutes"]) },
    { header: texts.internationalMinute, cell: ({ rates }) => rate(rates["international minutes"]) },
    { header: texts.message, cell: ({ rates }) => rate(rates.messages) },
    { header: texts.transcription, cell: ({ rates }) => rate(rates.transcription) },
    { header: texts.callerName, cell: ({ rates }) => rate(rates["caller names"]) },
  ];
  return (
    <Card title={texts.title}>
      <div class="plan-frame">
        <table class="plan-table">
          <caption class="cb-visually-hidden">{texts.caption}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span class="cb-visually-hidden">{texts.feature}</span>
              </th>
              <th scope="col">{texts.use}</th>
              {plans.map(({ id, name }) => (
                <th key={id} scope="col">
                  <span class="plan-name">
                    <strong>{name}</strong>
                    {id === current && <Badge tone="accent">{texts.yours}</Badge>}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ header, usage, cell }) => (
              <tr key={header}>
                <th scope="row">{header}</th>
                <td class="cb-muted">{usage}</td>
                {plans.map((plan) => (
                  <td key={plan.id}>{cell(plan)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="cb-muted cb-small plan-note">{texts.contract}</p>
      <div class="plan-foot">
        {plans
          .filter(({ id }) => id !== current)
          .map(({ id, name }) => (
            <Button
              key={id}
              variant={why === null ? "primary" : "plain"}
              disabled={why !== null}
              onClick={() => go("plans", id)}
            >
              {format(texts.change, { plan: name })}
            </Button>
          ))}
      </div>
    </Card>
  );
}

/** A rate has at least four decimals, because it can be less than a cent and rates should line up. */
const rateText = (micros: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: 4 }).format(micros / 1_000_000);
