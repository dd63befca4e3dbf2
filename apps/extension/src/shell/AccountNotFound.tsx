import { Button } from "@callboard/ui/Button";
import { goToAccount } from "../shared/route.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { format } from "../texts/format.ts";
import { CenteredPage } from "../shared/page/CenteredPage.tsx";
import { signOut } from "../shared/signOut.ts";
import type { Me } from "../data/views.ts";

/** The address names an account that this person doesn't belong to, or no longer. */
export function AccountNotFound({ me }: { me: Me }) {
  const own = me.accounts[0]!;
  return (
    <CenteredPage title={texts.notYours} sub={format(texts.notYoursAs, { email: me.person.email })}>
      <div class="form">
        <Button variant="primary" onClick={() => goToAccount(own.id, "#/")}>
          {format(texts.goToAccount, { account: own.name })}
        </Button>
        <Button variant="quiet" onClick={() => void signOut({ forLink: true })}>
          {texts.notYoursOut}
        </Button>
      </div>
    </CenteredPage>
  );
}
