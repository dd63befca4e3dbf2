import { Button } from "@callboard/ui/Button";
import { Notice } from "@callboard/ui/Notice";
import { Skeleton } from "@callboard/ui/Skeleton";
import { useEffect, useState } from "preact/hooks";
import { type Outputs, api, type Failure, failureOf } from "../../data/api.ts";
import { readServer } from "../../data/server.ts";
import { failureText } from "../../shared/form/failures.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { CenteredPage } from "../../shared/page/CenteredPage.tsx";
import { CenteredNotice } from "../../shared/page/CenteredNotice.tsx";
import { LinkCodeForm } from "../../shared/page/LinkCodeForm.tsx";
import { readMailedLink } from "../../shared/mailedLink.ts";

const texts = statements.unsubscribe;
type UnsubscribeView = Outputs["statements"]["unsubscribeDetails"];
/** `failure`: why the server refused the link; null if it couldn't be reached. */
type LinkState =
  | { state: "reading" }
  | { state: "read"; view: UnsubscribeView }
  | { state: "refused"; failure: Failure | null };

/** Opened by the link at the end of a statement's mail. It takes one click and no sign-in. */
export function Unsubscribe() {
  const [link] = useState(() => readMailedLink("unsubscribe"));
  const [token, setToken] = useState(link.secret);
  const [linkState, setLinkState] = useState<LinkState>({ state: "reading" });
  async function load(secret: string) {
    setLinkState({ state: "reading" });
    await api(await readServer())
      .statements.unsubscribeDetails.mutate({ token: secret })
      .then(
        (view) => setLinkState({ state: "read", view }),
        (error: unknown) => setLinkState({ state: "refused", failure: failureOf(error) }),
      );
  }
  useEffect(() => void (token !== null && load(token)), [token]);
  // The link's secret was removed from the address when it was first opened; the code from the mail replaces it.
  if (token === null && link.ref !== null)
    return (
      <LinkCodeForm
        title={texts.title}
        purpose={texts.purpose}
        linkRef={link.ref}
        check={(server, typed) => api(server).statements.unsubscribeDetails.mutate({ token: typed })}
        onVerified={setToken}
      />
    );
  if (token === null) return <CenteredNotice title={texts.title} sentence={texts.noLink} />;
  if (linkState.state === "refused") {
    const retryButton = <Button onClick={() => void load(token)}>{shell.tryAgain}</Button>;
    if (linkState.failure) return <CenteredNotice title={texts.title} sentence={linkState.failure.sentence} />;
    return <CenteredNotice title={texts.title} sentence={shell.unreachable} action={retryButton} />;
  }
  if (linkState.state === "read") return <UnsubscribeForm view={linkState.view} token={token} />;
  return (
    <CenteredPage title={texts.title}>
      <Skeleton label={texts.loading} lines={3} />
    </CenteredPage>
  );
}

function UnsubscribeForm({ view, token }: { view: UnsubscribeView; token: string }) {
  const { account, address } = view;
  const [done, setDone] = useState(view.done);
  const unsubscribe = useAction(async (_: null, options) =>
    api(await readServer()).statements.unsubscribe.mutate({ token }, options),
  );
  const error = failureText(unsubscribe.outcome.value);
  return (
    <CenteredPage title={texts.title} subtitle={format(texts.subtitle, { account, address })}>
      {done ? (
        <Notice sentence={format(texts.done, { account, address })} />
      ) : (
        <div class="form">
          <p>{format(texts.explanation, { account, address })}</p>
          {error && <Notice tone="bad" sentence={error} />}
          <Button
            variant="primary"
            busy={unsubscribe.busy.value}
            onClick={() => void unsubscribe.run(null).then((outcome) => outcome?.ok && setDone(true))}
          >
            {texts.submit}
          </Button>
        </div>
      )}
    </CenteredPage>
  );
}
