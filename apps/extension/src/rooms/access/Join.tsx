import { Button } from "@callboard/ui/Button";
import { Skeleton } from "@callboard/ui/Skeleton";
import { useEffect, useState } from "preact/hooks";
import { api, type Refusal, refusalOf } from "../../api.ts";
import { go } from "../../route.ts";
import { chosenServer } from "../../server.ts";
import { session } from "../../session.ts";
import { access } from "../../texts/en/access.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import { Gate } from "../../shell/Gate.tsx";
import { GateNotice } from "../../shell/GateNotice.tsx";
import { JoinKnown } from "./JoinKnown.tsx";
import { JoinNew } from "./JoinNew.tsx";
import { LinkCode } from "../../shell/LinkCode.tsx";
import { forgetLinkSecret, takeLink } from "../../shell/linkSecret.ts";
import type { Invitation } from "./answers.ts";

const texts = access.join;

type Read =
  | { state: "reading" }
  | { state: "read"; server: string; invitation: Invitation }
  | { state: "refused"; refusal: Refusal | null };

/** Where an invitation's link leads: somebody new chooses a password, somebody known joins with the one they have. */
export function Join() {
  const [link] = useState(() => takeLink("join"));
  const [token, setToken] = useState(link.secret);
  const [read, setRead] = useState<Read>({ state: "reading" });
  const load = async (secret: string) => {
    setRead({ state: "reading" });
    const server = session.peek()?.server ?? (await chosenServer());
    await api(server)
      .access.invitation.mutate({ token: secret })
      .then(
        (invitation) => setRead({ state: "read", server, invitation }),
        (error: unknown) => setRead({ state: "refused", refusal: refusalOf(error) }),
      );
  };
  useEffect(() => void (token !== null && load(token)), [token]);
  const done = () => {
    forgetLinkSecret("join", link);
    go("");
  };
  if (token === null && link.ref !== null)
    return (
      <LinkCode
        title={texts.titlePlain}
        purpose={texts.purpose}
        link={link.ref}
        check={(server, typed) => api(server).access.invitation.mutate({ token: typed })}
        onRight={setToken}
      />
    );
  if (token === null) return <GateNotice title={texts.titlePlain} sentence={access.reset.noLink} />;
  if (read.state === "refused") {
    const again = <Button onClick={() => void load(token)}>{shell.tryAgain}</Button>;
    return read.refusal ? (
      <GateNotice title={texts.titlePlain} sentence={read.refusal.sentence} detail={texts.over} />
    ) : (
      <GateNotice title={texts.titlePlain} sentence={shell.unreachable} action={again} />
    );
  }
  if (read.state === "reading")
    return (
      <Gate title={texts.titlePlain}>
        <Skeleton label={texts.loading} lines={3} />
      </Gate>
    );
  const { invitation, server } = read;
  const { account, email, role } = invitation;
  const View = invitation.known ? JoinKnown : JoinNew;
  return (
    <Gate title={say(texts.title, { account })} sub={say(texts.as, { account, email, role: shell.role[role] })}>
      <View invitation={invitation} token={token} server={server} onDone={done} />
    </Gate>
  );
}
