import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Notice } from "@callboard/ui/Notice";
import { go } from "../../route.ts";
import { enterAccount } from "../../shell/enterAccount.ts";
import { type OwnAccount, useViewer } from "../../shell/viewer.ts";
import { plans as texts } from "../../texts/en/plans.ts";
import { say } from "../../texts/say.ts";

/** The sub-accounts that stand in the way, each with the way to where it is closed. */
export function BelowNotice({ plan }: { plan: string }) {
  const { me, account } = useViewer();
  const below = me.accounts.filter((one) => one.agency === account.id && one.label !== "canceled");
  const close = async (one: OwnAccount) => {
    await enterAccount(one);
    go("account-status", "cancel");
  };
  return (
    <>
      <Notice kind="warn" sentence={say(texts.below, { plan })} />
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
    </>
  );
}
