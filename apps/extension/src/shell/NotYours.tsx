import { Button } from "@callboard/ui/Button";
import { goIn } from "../route.ts";
import { shell as texts } from "../texts/en/shell.ts";
import { say } from "../texts/say.ts";
import { Gate } from "./Gate.tsx";
import { signOut } from "./signOut.ts";
import type { Me } from "./viewer.ts";

/** The address names an account that is none of this person's, or no longer. */
export function NotYours({ me }: { me: Me }) {
  const own = me.accounts[0]!;
  return (
    <Gate title={texts.notYours} sub={say(texts.notYoursAs, { email: me.person.email })}>
      <div class="form">
        <Button variant="primary" onClick={() => goIn(own.id, "#/")}>
          {say(texts.goToAccount, { account: own.name })}
        </Button>
        <Button variant="quiet" onClick={() => void signOut({ forLink: true })}>
          {texts.notYoursOut}
        </Button>
      </div>
    </Gate>
  );
}
