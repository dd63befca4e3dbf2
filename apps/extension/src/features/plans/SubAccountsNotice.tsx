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
export function SubAccountsNotice({ plan, planName }: { plan: PlanId; planName: string }) {
  const { me, account, enterAccount } = useViewer();
  const subAccounts = me.accounts.filter(({ agency, label }) => agency === account.id && label !== "canceled");
  const onlySubAccount = subAccounts.length === 1 ? subAccounts[0]! : null;
  const propose = useAction((input: Inputs["plans"]["proposeDetach"], options) =>
    api().plans.proposeDetach.mutate(input, options),
  );
  async function detach(detachment: string) {
    const outcome = await propose.run({ plan, detachment });
    if (outcome?.ok) go("proposals", outcome.output.proposal);
  }
  const failure = failureText(propose.outcome.value);
  const openCancel = async (subAccount: OwnAccount) => {
    await enterAccount(subAccount);
    go("lifecycle", "cancel");
  };
  return (
    <>
      <Notice
        tone="warn"
        sentence={format(onlySubAccount ? texts.hasOneSubAccount : texts.hasSubAccounts, {
          plan: planName,
          name: onlySubAccount?.name ?? "",
        })}
      />
      <Card>
        <ul class="plan-sub-accounts">
          {subAccounts.map((subAccount) => (
            <li key={subAccount.id}>
              <span>{subAccount.name}</span>
              <Button size="small" onClick={() => void openCancel(subAccount)}>
                {texts.close}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {onlySubAccount && (
        <Card
          title={format(texts.keepOne, { name: onlySubAccount.name })}
          subtitle={format(texts.keepOneExplanation, { plan: planName, agency: account.name })}
        >
          {failure && <Notice tone="bad" sentence={failure} />}
          <div class="plan-foot">
            <Button variant="primary" busy={propose.busy.value} onClick={() => void detach(onlySubAccount.id)}>
              {texts.keepOneButton}
            </Button>
          </div>
        </Card>
      )}
    </>
  );
}
