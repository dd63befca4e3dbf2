import { useEffect, useState } from "preact/hooks";
import { isExtension } from "../../../browser.ts";
import { href } from "../../../shared/route.ts";
import { readServer } from "../../../data/server.ts";
import { startSession } from "../../../data/signInOut.ts";
import { access } from "../../../texts/en/access.ts";
import { DemoPeople } from "./DemoPeople.tsx";
import { CenteredPage } from "../../../shared/page/CenteredPage.tsx";
import { ServerField } from "./ServerField.tsx";
import { SignInForm } from "./SignInForm.tsx";

const texts = access.signIn;

/** The sign-in page. In the extension, the server can be changed there too. */
export function SignIn() {
  const [server, setServer] = useState<string | null>(null);
  const [credentials, setCredentials] = useState({ email: "", password: "" });
  useEffect(() => void readServer().then(setServer), []);
  if (server === null) return null;
  return (
    <CenteredPage
      title={texts.title}
      foot={
        <>
          <p class="centered-page-foot">
            <a href={href("forgot")}>{texts.forgot}</a>
          </p>
          {isExtension && <ServerField server={server} onChange={setServer} />}
          <DemoPeople key={server} server={server} onChoose={setCredentials} />
        </>
      }
    >
      <SignInForm
        // A new key makes a new form, filled in with the demo person's credentials.
        key={credentials.email}
        server={server}
        initial={credentials}
        label={texts.submit}
        onSignedIn={({ secret, person }) => void startSession({ server, secret, person, account: null })}
      />
    </CenteredPage>
  );
}
