import type { PlanId } from "@callboard/domain/plans/catalogue";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Notice } from "@callboard/ui/Notice";
import { api, type Inputs } from "../../data/api.ts";
import { go } from "../../shared/route.ts";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { type OwnAccount, useViewer } from "../../shared/viewer.ts";
import { plans as texts } from "../../texts/en/plans.ts";
import { format } from "../../texts/format.ts";

/** The sub-accounts that block the change, each with a link to the page where that can be resolved. */
export function SubAccountsNotice({ plan: id, name: plan }: { plan: PlanId; name: string }) {
  const { me, account, enterAccount } = useViewer();
  const below = me.accounts.filter((one) => one.agency === account.id && one.label !== "canceled");
  const last = below.length === 1 ? below[0]! : null;
  const alone = useAction((input: Inputs["plans"]["proposeDetach"], options) =>
    api().plans.proposeDetach.mutate(input, options),
  );
  async function keep(standalone: string) {
    const outcome = await alone.run({ plan: id, standalone });
    if (outcome?.ok) go("proposals", outcome.answer.proposal);
  }
  const refused = failureText(alone.outcome.value);
  const close = async (one: OwnAccount) => {
    await enterAccount(one);
    go("account-status", "cancel");
  };
  return (
    <>
      <Notice kind="warn" sentence={format(last ? texts.belowOne : texts.below, { plan, name: last?.name ?? "" })} />
      <Card>
        <ul class="plan-below">
          {below.map((one) => (
            <li key={one.id}>
              <span>{one.name}</span>
              <Button size="small" onClick={() => void close(one)}>
                {texts.close}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {last && (
        <Card
          title={format(texts.keepOne, { name: last.name })}
          sub={format(texts.keepOneWhat, { plan, agency: account.name })}
        >
          {refused && <Notice kind="bad" sentence={refused} />}
          <div class="plan-foot">
            <Button variant="primary" busy={alone.busy.value} onClick={() => void keep(last.id)}>
              {texts.keepOneButton}
            </Button>
          </div>
        </Card>
      )}
    </>
  );
}
