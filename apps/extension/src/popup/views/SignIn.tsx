import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { Notice } from "@callboard/ui/Notice";
import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { createAction } from "../../data/createAction.ts";
import { api } from "../../data/api.ts";
import { isExtension } from "../../browser.ts";
import { deviceSecret } from "../../data/deviceSecret.ts";
import { openConsole } from "../../openConsole.ts";
import { readServer } from "../../data/server.ts";
import { startSession } from "../../data/signInOut.ts";
import { EXIT_REASON } from "../../data/storage/deferredStorageItems.ts";
import { read } from "../../data/storage/storage.ts";
import { popupSignIn as texts } from "../../texts/en/popup/signIn.ts";
import { popupDeferred } from "../../texts/en/popup/deferred.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import "./SignIn.css";

interface Credentials {
  email: string;
  password: string;
  code?: string;
}

function createSignIn(server: string) {
  return createAction(async (credentials: Credentials, options) => {
    const { secret, person } = await api(server).access.signIn.mutate(
      { ...credentials, device: await deviceSecret(server) },
      options,
    );
    await startSession({ server, secret, person, account: null });
  });
}

const CODE_KEYS = ["access.codeNeeded", "access.codeWrong", "access.invalidCode"];

/** The minimal sign-in: everything else about access is in the console. */
export function SignIn() {
  const [server, setServer] = useState<string | null>(null);
  useEffect(() => void readServer().then(setServer), []);
  return server === null ? null : <SignInForm server={server} />;
}

function SignInForm({ server }: { server: string }) {
  const [action] = useState(() => createSignIn(server));
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [isCodeShown, setIsCodeShown] = useState(false);
  const [expired, setExpired] = useState(false);
  const emailInput = useRef<HTMLInputElement>(null);
  const codeInput = useRef<HTMLInputElement>(null);
  const outcome = action.outcome.value;
  const failure = outcome?.ok === false ? outcome.failure : null;
  const errorOf = (field: string) =>
    failure?.field === field && failure.key !== "access.codeNeeded" ? failure.sentence : undefined;

  useEffect(() => emailInput.current?.focus(), []);
  useEffect(() => void read(EXIT_REASON()).then((reason) => setExpired(reason !== null)), []);
  useEffect(() => {
    if (failure && CODE_KEYS.includes(failure.key)) setIsCodeShown(true);
  }, [failure]);
  useEffect(() => codeInput.current?.focus(), [isCodeShown]);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    void action.run({ email: email.trim(), password, ...(isCodeShown && code !== "" ? { code: code.trim() } : {}) });
  }
  const otherError = failure && !["email", "password", "code"].includes(failure.field ?? "") ? failure.sentence : null;
  const unreachable = outcome?.ok === false && !failure ? format(texts.unreachable, { server }) : null;
  const notice = otherError ?? unreachable;
  return (
    <form class="sign-in" onSubmit={submit}>
      <img src="/icon/48.png" width="40" height="40" alt="" />
      <h1>{shell.product}</h1>
      {expired && !notice && <Notice tone="warn" sentence={popupDeferred.expired} />}
      <Field label={texts.email} error={errorOf("email")}>
        <TextInput
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={setEmail}
          inputRef={emailInput}
        />
      </Field>
      <Field label={texts.password} error={errorOf("password")}>
        <TextInput type="password" autoComplete="current-password" required value={password} onChange={setPassword} />
      </Field>
      {isCodeShown && (
        <Field label={texts.code} error={errorOf("code")}>
          <TextInput autoComplete="one-time-code" value={code} onChange={setCode} inputRef={codeInput} />
        </Field>
      )}
      {notice && <Notice tone="bad" sentence={notice} />}
      <Button variant="primary" type="submit" busy={action.busy.value}>
        {texts.submit}
      </Button>
      <p class="sign-in-server">
        {popupDeferred.server} {server.replace(/^https?:\/\//, "")}
        {isExtension && (
          <Button size="small" variant="quiet" onClick={() => void openConsole(null, "server").then(() => close())}>
            {popupDeferred.change}
          </Button>
        )}
      </p>
    </form>
  );
}
