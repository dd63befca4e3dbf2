import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { formatMoney } from "@callboard/ui/Money";
import { Notice } from "@callboard/ui/Notice";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { type Resource, useResource } from "../../data/liveResource.ts";
import { href } from "../../shared/route.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { recharge as texts } from "../../texts/en/recharge.ts";
import { format } from "../../texts/format.ts";
import { RechargeDialog } from "./RechargeDialog.tsx";

type RechargeView = Outputs["balance"]["rechargeSettings"];

/** The recharge settings, with a recharge that is in progress now, if there is one. */
export const useRecharge = (zone: string): Resource<RechargeView> =>
  useResource(
    ["rechargeSettings", "recharge", "charge", "card", "wallet", "terms", "balance"],
    () => api().balance.rechargeSettings.query({ zone }),
    [zone],
  );

/** How the balance is recharged, a recharge in progress, and the reason if none can start. */
export function RechargeCard({ recharge, balance }: { recharge: Resource<RechargeView>; balance: number | null }) {
  const { account, language } = useViewer();
  const [isDialogOpen, setDialogOpen] = useState(false);
  const mayChange = mayDo(account, "manage money");
  const settings = recharge.data.value;
  return (
    <Card
      title={texts.title}
      actions={
        <>
          <a href={href("balance", "recharges")}>{texts.all}</a>
          {mayChange && settings && (settings.enabled || settings.hasCard) && (
            <Button size="small" onClick={() => setDialogOpen(true)}>
              {settings.enabled ? texts.change : texts.switchOn}
            </Button>
          )}
        </>
      }
    >
      <Loaded resource={recharge} label={texts.loading} lines={1}>
        {(answer) => (
          <div class="recharge-now">
            <p>{summaryText(answer, language)}</p>
            {!answer.hasCard && (
              <p class="cb-muted">
                {texts.noCard} <a href={href("cards")}>{texts.addCard}</a>
              </p>
            )}
            {answer.current && (
              <Notice
                tone={answer.current.state === "charging" ? "info" : "warn"}
                sentence={answer.current.why}
                action={<a href={href("balance", "recharges", answer.current.id)}>{texts.see}</a>}
              />
            )}
          </div>
        )}
      </Loaded>
      {isDialogOpen && settings && (
        <RechargeDialog
          settings={settings}
          balance={balance ?? 0}
          onClose={() => setDialogOpen(false)}
          onDone={() => void recharge.refetch()}
        />
      )}
    </Card>
  );
}

function summaryText({ enabled, monthlyCap, charged, currency, ...amounts }: RechargeView, locale: string): string {
  const amountOf = (micros: number) => formatMoney(micros, currency, locale);
  if (!enabled) return texts.off;
  const { threshold, target, perCharge, perDay } = amounts;
  const values = {
    threshold: amountOf(threshold),
    target: amountOf(target),
    perCharge: amountOf(perCharge),
    perDay: amountOf(perDay),
  };
  return monthlyCap === null
    ? format(texts.on, values)
    : format(texts.onCapped, { ...values, cap: amountOf(monthlyCap), charged: amountOf(charged) });
}
