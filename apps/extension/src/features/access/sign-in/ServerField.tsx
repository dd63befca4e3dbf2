import { Button } from "@callboard/ui/Button";
import { Field } from "@callboard/ui/Field";
import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { requestServerPermission } from "../../../browser.ts";
import { go, route } from "../../../shared/route.ts";
import { storeServer } from "../../../data/server.ts";
import { access } from "../../../texts/en/access.ts";
import { shell } from "../../../texts/en/shell/shell.ts";
import { format } from "../../../texts/format.ts";
import { parseServerAddress } from "./serverAddress.ts";

const texts = access.signIn;

interface ServerFieldProps {
  server: string;
  onChange: (server: string) => void;
}

/** The server that the extension talks to. It has to answer before it is stored. */
export function ServerField({ server, onChange }: ServerFieldProps) {
  // Null while the form is closed. The popup opens it with the page `server`; that page is then left, so that signing
  // in leads to the console itself.
  const [typed, setTyped] = useState<string | null>(() => (route.peek().page === "server" ? server : null));
  useEffect(() => {
    if (route.peek().page === "server") go("");
  }, []);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: Event) {
    event.preventDefault();
    const parsed = parseServerAddress(typed ?? "");
    if (!parsed.ok) return setError(parsed.reason === "invalid" ? texts.serverInvalid : texts.serverInsecure);
    const { address } = parsed;
    setBusy(true);
    // The browser only shows the prompt in response to a click, so nothing may be awaited before it.
    const isAllowed = await requestServerPermission(address).catch(() => false);
    const isReachable =
      isAllowed &&
      (await api(address)
        .demo.clock.query()
        .then(Boolean, () => false));
    setBusy(false);
    if (!isAllowed) return setError(format(texts.serverDenied, { server: address }));
    if (!isReachable) return setError(format(texts.serverSilent, { server: address }));
    await storeServer(address);
    setTyped(null);
    onChange(address);
  }

  if (typed === null)
    return (
      <p class="centered-page-server centered-page-server-line">
        <span>
          {texts.server}: {server}
        </span>
        <Button variant="quiet" size="small" onClick={() => setTyped(server)}>
          {texts.serverChange}
        </Button>
      </p>
    );
  return (
    <form class="centered-page-server" noValidate onSubmit={(event) => void submit(event)}>
      <Field label={texts.serverLabel} hint={texts.serverHint} error={error}>
        <TextInput type="url" value={typed} onChange={setTyped} />
      </Field>
      <div class="form-foot">
        <Button type="submit" busy={busy}>
          {texts.serverUse}
        </Button>
        <Button variant="quiet" onClick={() => setTyped(null)}>
          {shell.cancel}
        </Button>
      </div>
    </form>
  );
}
