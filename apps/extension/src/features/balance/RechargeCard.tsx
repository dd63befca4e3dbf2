import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { type Resource, useResource } from "../../data/resource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { recharge as texts } from "../../texts/en/recharge.ts";
import { format } from "../../texts/format.ts";
import { RechargeDialog } from "./RechargeDialog.tsx";

type RechargeView = Outputs["balance"]["rechargeSettings"];

export const useRecharge = (zone: string): Resource<RechargeView> =>
  useResource(
    ["rechargeSettings", "recharge", "charge", "card", "wallet", "terms", "balance"],
    () => api().balance.rechargeSettings.query({ zone }),
    [zone],
  );

/** How the balance is recharged, recharges in progress, and reasons why none can start. */
export function RechargeCard({ of, balance }: { of: Resource<RechargeView>; balance: number | null }) {
  const { account, locale } = useViewer();
  const [open, setOpen] = useState(false);
  const mayChange = mayDo(account, "manage money");
  const now = of.data.value;
  return (
    <Card
      title={texts.title}
      actions={
        <>
          <a href={href("balance", "recharges")}>{texts.all}</a>
          {mayChange && now && (now.on || now.hasCard) && (
            <Button size="small" onClick={() => setOpen(true)}>
              {now.on ? texts.change : texts.switchOn}
            </Button>
          )}
        </>
      }
    >
      <Loaded of={of} label={texts.loading} lines={1}>
        {(answer) => (
          <div class="recharge-now">
            <p>{summaryText(answer, locale)}</p>
            {!answer.hasCard && (
              <p class="cb-quiet">
                {texts.noCard} <a href={href("payment-methods")}>{texts.addCard}</a>
              </p>
            )}
            {answer.current && (
              <Notice
                kind={answer.current.state === "charging" ? "info" : "warn"}
                sentence={answer.current.why}
                action={<a href={href("balance", "recharges", answer.current.id)}>{texts.see}</a>}
              />
            )}
          </div>
        )}
      </Loaded>
      {open && now && (
        <RechargeDialog
          recharge={now}
          balance={balance ?? 0}
          onClose={() => setOpen(false)}
          onDone={() => void of.refetch()}
        />
      )}
    </Card>
  );
}

function summaryText({ on, cap, charged, currency, ...limits }: RechargeView, locale: string): string {
  const sum = (micros: number) => formatMoney(micros, currency, locale);
  if (!on) return texts.off;
  const { threshold, target, perCharge, perDay } = limits;
  const values = { threshold: sum(threshold), target: sum(target), perCharge: sum(perCharge), perDay: sum(perDay) };
  return cap === null
    ? format(texts.on, values)
    : format(texts.onCapped, { ...values, cap: sum(cap), charged: sum(charged) });
}
