import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { Skeleton } from "@callboard/ui/Skeleton";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { href, replaceRouteAccount } from "../../../shared/route.ts";
import { loadSession, session } from "../../../data/session.ts";
import { startSession } from "../../../data/signInOut.ts";
import { failureText } from "../../../shared/form/failures.ts";
import { signOut } from "../../../shared/signOut.ts";
import { useAction } from "../../../shared/form/useAction.ts";
import { access } from "../../../texts/en/access.ts";
import { format } from "../../../texts/format.ts";
import type { JoinProps } from "./JoinNewPerson.tsx";
import { SignInForm } from "./SignInForm.tsx";

const texts = access.join;

/** For a person who already has a password: joins with the current session, or signs in first. */
export function JoinExistingPerson({ invitation, token, server, onDone }: JoinProps) {
  // Undefined while it loads; null if nobody is signed in here.
  const [signedInEmail, setSignedInEmail] = useState<string | null>();
  const currentSession = session.value;
  const join = useAction((_: null, options) => api(server).access.join.mutate({ token }, options));
  useEffect(() => {
    if (!currentSession) return setSignedInEmail(null);
    const request = api(server).access.me.query();
    void request.then(
      ({ person }) => setSignedInEmail(person.email),
      () => setSignedInEmail(null),
    );
  }, [currentSession?.secret]);

  async function joinAccount() {
    const outcome = await join.run(null);
    if (!outcome?.ok) return;
    replaceRouteAccount(outcome.output.account);
    await loadSession();
    onDone();
  }

  const error = failureText(join.outcome.value);
  if (signedInEmail === undefined) return <Skeleton label={texts.loading} lines={2} />;
  if (signedInEmail === invitation.email)
    return (
      <div class="form">
        {error && <Notice tone="bad" sentence={error} />}
        <Button variant="primary" busy={join.busy.value} onClick={() => void joinAccount()}>
          {format(texts.joinAs, { name: invitation.name })}
        </Button>
      </div>
    );
  if (signedInEmail !== null)
    return (
      <Notice
        tone="warn"
        sentence={format(texts.other, { email: signedInEmail, invited: invitation.email })}
        action={<Button onClick={() => void signOut()}>{texts.signOut}</Button>}
      />
    );
  return (
    <div class="form">
      <p>{texts.existing}</p>
      <SignInForm
        server={server}
        initial={{ email: invitation.email, password: "" }}
        isEmailFixed
        label={texts.submitExisting}
        onSignedIn={async ({ secret, person }) => {
          await startSession({ server, secret, person, account: null });
          await joinAccount();
        }}
      />
      {error && <Notice tone="bad" sentence={error} />}
      <a href={href("forgot")}>{access.signIn.forgot}</a>
    </div>
  );
}
