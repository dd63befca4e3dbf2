import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { Skeleton } from "@callboard/ui/Skeleton";
import { useEffect, useState } from "preact/hooks";
import { type Answers, api, type Refusal, refusalOf } from "../../api.ts";
import { chosenServer } from "../../server.ts";
import { sentenceOf } from "../../shell/refusals.ts";
import { useAction } from "../../shell/useAction.ts";
import { shell } from "../../texts/en/shell.ts";
import { statements } from "../../texts/en/statements.ts";
import { say } from "../../texts/say.ts";
import { Gate } from "../../shell/Gate.tsx";
import { GateNotice } from "../../shell/GateNotice.tsx";
import { LinkCode } from "../../shell/LinkCode.tsx";
import { takeLink } from "../../shell/linkSecret.ts";

const texts = statements.leaving;
type Leaving = Answers["statements"]["leaving"];
type Read = { state: "reading" } | { state: "read"; leaving: Leaving } | { state: "refused"; refusal: Refusal | null };

/** Where the link below a statement's mail leads. One press, and nobody has to sign in. */
export function Unsubscribe() {
  const [link] = useState(() => takeLink("unsubscribe"));
  const [token, setToken] = useState(link.secret);
  const [read, setRead] = useState<Read>({ state: "reading" });
  async function load(secret: string) {
    setRead({ state: "reading" });
    await api(await chosenServer())
      .statements.leaving.mutate({ token: secret })
      .then(
        (leaving) => setRead({ state: "read", leaving }),
        (error: unknown) => setRead({ state: "refused", refusal: refusalOf(error) }),
      );
  }
  useEffect(() => void (token !== null && load(token)), [token]);
  if (token === null && link.ref !== null)
    return (
      <LinkCode
        title={texts.title}
        purpose={texts.purpose}
        link={link.ref}
        check={(server, typed) => api(server).statements.leaving.mutate({ token: typed })}
        onRight={setToken}
      />
    );
  if (token === null) return <GateNotice title={texts.title} sentence={texts.noLink} />;
  if (read.state === "refused") {
    const again = <Button onClick={() => void load(token)}>{shell.tryAgain}</Button>;
    if (read.refusal) return <GateNotice title={texts.title} sentence={read.refusal.sentence} />;
    return <GateNotice title={texts.title} sentence={shell.unreachable} action={again} />;
  }
  if (read.state === "read") return <Known leaving={read.leaving} token={token} />;
  return (
    <Gate title={texts.title}>
      <Skeleton label={texts.loading} lines={3} />
    </Gate>
  );
}

function Known({ leaving, token }: { leaving: Leaving; token: string }) {
  const { account, address } = leaving;
  const [done, setDone] = useState(leaving.done);
  const leave = useAction(async (_: null, options) =>
    api(await chosenServer()).statements.leave.mutate({ token }, options),
  );
  const error = sentenceOf(leave.outcome.value);
  return (
    <Gate title={texts.title} sub={say(texts.sub, { account, address })}>
      {done ? (
        <Notice sentence={say(texts.done, { account, address })} />
      ) : (
        <div class="form">
          <p>{say(texts.what, { account, address })}</p>
          {error && <Notice kind="bad" sentence={error} />}
          <Button
            variant="primary"
            busy={leave.busy.value}
            onClick={() => void leave.run(null).then((outcome) => outcome?.ok && setDone(true))}
          >
            {texts.submit}
          </Button>
        </div>
      )}
    </Gate>
  );
}
