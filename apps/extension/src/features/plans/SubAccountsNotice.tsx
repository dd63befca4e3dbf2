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

/** The sub-accounts that block the change. A single one can become an account of its own; each can be canceled. */
export function SubAccountsNotice({ plan, name }: { plan: PlanId; name: string }) {
  const { me, account, enterAccount } = useViewer();
  const subAccounts = me.accounts.filter((one) => one.agency === account.id && one.label !== "canceled");
  const only = subAccounts.length === 1 ? subAccounts[0]! : null;
  const propose = useAction((input: Inputs["plans"]["proposeDetach"], options) =>
    api().plans.proposeDetach.mutate(input, options),
  );
  async function detach(detachment: string) {
    const outcome = await propose.run({ plan, detachment });
    if (outcome?.ok) go("proposals", outcome.output.proposal);
  }
  const failure = failureText(propose.outcome.value);
  const openCancel = async (one: OwnAccount) => {
    await enterAccount(one);
    go("lifecycle", "cancel");
  };
  return (
    <>
      <Notice
        kind="warn"
        sentence={format(only ? texts.hasOneSubAccount : texts.hasSubAccounts, { plan: name, name: only?.name ?? "" })}
      />
      <Card>
        <ul class="plan-sub-accounts">
          {subAccounts.map((one) => (
            <li key={one.id}>
              <span>{one.name}</span>
              <Button size="small" onClick={() => void openCancel(one)}>
                {texts.close}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {only && (
        <Card
          title={format(texts.keepOne, { name: only.name })}
          subtitle={format(texts.keepOneWhat, { plan: name, agency: account.name })}
        >
          {failure && <Notice kind="bad" sentence={failure} />}
          <div class="plan-foot">
            <Button variant="primary" busy={propose.busy.value} onClick={() => void detach(only.id)}>
              {texts.keepOneButton}
            </Button>
          </div>
        </Card>
      )}
    </>
  );
}
