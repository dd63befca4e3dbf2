import { Button } from "@callboard/ui/Button";
import { goToAccount } from "../shared/route.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { format } from "../texts/format.ts";
import { CenteredPage } from "../shared/page/CenteredPage.tsx";
import { signOut } from "../shared/signOut.ts";
import type { Me } from "../data/views.ts";

/** The address names an account that this person doesn't belong to, or no longer. */
export function AccountNotFound({ me }: { me: Me }) {
  const first = me.accounts[0]!;
  return (
    <CenteredPage title={texts.accountNotFound} subtitle={format(texts.accountNotFoundAs, { email: me.person.email })}>
      <div class="form">
        <Button variant="primary" onClick={() => goToAccount(first.id, "#/")}>
          {format(texts.goToAccount, { account: first.name })}
        </Button>
        <Button variant="quiet" onClick={() => void signOut({ forLink: true })}>
          {texts.accountNotFoundSignOut}
        </Button>
      </div>
    </CenteredPage>
  );
}
