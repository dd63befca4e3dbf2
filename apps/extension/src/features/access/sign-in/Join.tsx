import { Button } from "@callboard/ui/Button";
import { Skeleton } from "@callboard/ui/Skeleton";
import { useEffect, useState } from "preact/hooks";
import { api, type Failure, failureOf } from "../../../data/api.ts";
import { go } from "../../../shared/route.ts";
import { readServer } from "../../../data/server.ts";
import { session } from "../../../data/session.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import { CenteredPage } from "../../../shared/page/CenteredPage.tsx";
import { CenteredNotice } from "../../../shared/page/CenteredNotice.tsx";
import { JoinExistingPerson } from "./JoinExistingPerson.tsx";
import { JoinNewPerson } from "./JoinNewPerson.tsx";
import { LinkCodeForm } from "../../../shared/page/LinkCodeForm.tsx";
import { forgetLinkSecret, readMailedLink } from "../../../shared/mailedLink.ts";
import type { Invitation } from "../types.ts";

const texts = access.join;

/** `failure`: why the server refused the invitation; null if it couldn't be reached. */
type InvitationResult =
  | { state: "reading" }
  | { state: "read"; server: string; invitation: Invitation }
  | { state: "refused"; failure: Failure | null };

/** Opened by an invitation's link: a new person chooses a password, an existing one joins with theirs. */
export function Join() {
  const [link] = useState(() => readMailedLink("join"));
  const [token, setToken] = useState(link.secret);
  const [result, setResult] = useState<InvitationResult>({ state: "reading" });
  const load = async (secret: string) => {
    setResult({ state: "reading" });
    const server = session.peek()?.server ?? (await readServer());
    await api(server)
      .access.invitation.mutate({ token: secret })
      .then(
        (invitation) => setResult({ state: "read", server, invitation }),
        (error: unknown) => setResult({ state: "refused", failure: failureOf(error) }),
      );
  };
  useEffect(() => void (token !== null && load(token)), [token]);
  const finish = () => {
    forgetLinkSecret("join", link);
    go("");
  };
  // The link's secret was removed from the address when it was first opened. Its reference stays there; with it, the code
  // from the mail replaces the secret.
  if (token === null && link.ref !== null)
    return (
      <LinkCodeForm
        title={texts.titlePlain}
        purpose={texts.purpose}
        linkRef={link.ref}
        check={(server, typed) => api(server).access.invitation.mutate({ token: typed })}
        onVerified={setToken}
      />
    );
  if (token === null) return <CenteredNotice title={texts.titlePlain} sentence={access.reset.noLink} />;
  if (result.state === "refused") {
    const retryButton = <Button onClick={() => void load(token)}>{shell.tryAgain}</Button>;
    return result.failure ? (
      <CenteredNotice title={texts.titlePlain} sentence={result.failure.sentence} detail={texts.over} />
    ) : (
      <CenteredNotice title={texts.titlePlain} sentence={shell.unreachable} action={retryButton} />
    );
  }
  if (result.state === "reading")
    return (
      <CenteredPage title={texts.titlePlain}>
        <Skeleton label={texts.loading} lines={3} />
      </CenteredPage>
    );
  const { invitation, server } = result;
  const { account, email, role } = invitation;
  const JoinForm = invitation.known ? JoinExistingPerson : JoinNewPerson;
  return (
    <CenteredPage
      title={format(texts.title, { account })}
      subtitle={format(texts.as, { account, email, role: shell.role[role] })}
    >
      <JoinForm invitation={invitation} token={token} server={server} onDone={finish} />
    </CenteredPage>
  );
}
