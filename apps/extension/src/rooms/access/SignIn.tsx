import { useEffect, useState } from "preact/hooks";
import { inExtension } from "../../browser.ts";
import { href } from "../../route.ts";
import { chosenServer } from "../../server.ts";
import { signInAs } from "../../signedOut.ts";
import { access } from "../../texts/en/access.ts";
import { DemoPeople } from "./DemoPeople.tsx";
import { Gate } from "../../shell/Gate.tsx";
import { ServerChoice } from "./ServerChoice.tsx";
import { SignInForm } from "./SignInForm.tsx";

const texts = access.signIn;

export function SignIn() {
  const [server, setServer] = useState<string | null>(null);
  const [filled, setFilled] = useState({ email: "", password: "" });
  useEffect(() => void chosenServer().then(setServer), []);
  if (server === null) return null;
  return (
    <Gate
      title={texts.title}
      foot={
        <>
          <p class="gate-foot">
            <a href={href("forgot")}>{texts.forgot}</a>
          </p>
          {inExtension && <ServerChoice server={server} onChange={setServer} />}
          <DemoPeople key={server} server={server} onChoose={setFilled} />
        </>
      }
    >
      <SignInForm
        key={filled.email}
        server={server}
        first={filled}
        label={texts.submit}
        onSigned={({ secret, person }) => void signInAs({ server, secret, person, account: null })}
      />
    </Gate>
  );
}
