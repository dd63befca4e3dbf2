import { Button } from "@callboard/ui/Button";
import { EmptyState } from "@callboard/ui/EmptyState";
import { useEffect, useState } from "preact/hooks";
import { api } from "../data/api.ts";
import { useResource } from "../data/liveResource.ts";
import { OpenAccountDialog } from "../features/account/OpenAccountDialog.tsx";
import { MailTable } from "../features/mail/MailTable.tsx";
import { operator as texts } from "../texts/en/shell/operator.ts";
import { shell } from "../texts/en/shell/shell.ts";
import { format } from "../texts/format.ts";
import { Loaded } from "../shared/page/Loaded.tsx";
import { signOut } from "../shared/signOut.ts";
import { ThemeMenu } from "./ThemeMenu.tsx";
import { toasts } from "../shared/toasts.ts";
import type { Me } from "../data/views.ts";
import { locale } from "../data/locale.ts";
import "../shared/page/Page.css";

/** Where platform staff start: they have no account, so there is no rail. */
export function OperatorHome({ me }: { me: Me }) {
  const [isOpening, setIsOpening] = useState(false);
  const mails = useResource([], () => api().mail.platform.query());
  useEffect(() => {
    document.title = texts.tab;
  }, []);
  const onOpened = (name: string) => {
    setIsOpening(false);
    toasts.show({ tone: "good", sentence: format(texts.done, { name }) });
    void mails.refetch();
  };
  return (
    <main class="page">
      <header class="page-head">
        <div class="page-words">
          <h1>{texts.title}</h1>
          <p class="page-state">{format(texts.summary, { email: me.person.email })}</p>
        </div>
        <div class="page-action">
          <ThemeMenu />
          <Button onClick={() => void signOut()}>{shell.signOut}</Button>
          <Button variant="primary" icon="plus" onClick={() => setIsOpening(true)}>
            {texts.open}
          </Button>
        </div>
      </header>
      <section class="page-words">
        <h2>{texts.mails}</h2>
        <p class="page-state">{texts.mailsHint}</p>
      </section>
      <Loaded resource={mails} label={texts.mails}>
        {(outbox) => (
          <MailTable
            mails={outbox.mails}
            locale={locale.value}
            empty={<EmptyState icon="mail" sentence={texts.noMails} />}
          />
        )}
      </Loaded>
      {isOpening && <OpenAccountDialog onClose={() => setIsOpening(false)} onOpened={onOpened} />}
    </main>
  );
}
