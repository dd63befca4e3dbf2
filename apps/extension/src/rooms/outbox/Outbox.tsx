import { Badge } from "@callboard/ui/Badge";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Dialog } from "@callboard/ui/Dialog";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Notice } from "@callboard/ui/Notice";
import { type Column, Table } from "@callboard/ui/Table";
import { useState } from "preact/hooks";
import { type Answers, api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import { href } from "../../route.ts";
import { Loaded } from "../../shell/Loaded.tsx";
import { Page } from "../../shell/Page.tsx";
import { dayAndTime } from "../../shell/times.ts";
import { useViewer } from "../../shell/viewer.ts";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { outbox as texts } from "../../texts/en/outbox.ts";
import { shell } from "../../texts/en/shell.ts";
import { say } from "../../texts/say.ts";
import { withLinks } from "./withLinks.tsx";
import "./Outbox.css";

type Mail = Answers["outbox"]["list"]["mails"][number];
const TONES = { outbox: "slate", waiting: "accent", sent: "good", failed: "bad" } as const;

/** The account's mails. Where no mail server is set, this is where their links are found. */
export function Outbox() {
  const viewer = useViewer();
  const outbox = useResource(["invitation", "member"], () => api().outbox.list.query());
  const [read, setRead] = useState<Mail | null>(null);
  const sends = outbox.data.value?.sends;
  const columns: Column<Mail>[] = [
    {
      key: "subject",
      head: texts.subject,
      width: "50%",
      cell: ({ subject }) => <strong class="outbox-subject">{subject}</strong>,
    },
    { key: "to", head: texts.to, cell: ({ to }) => to },
    { key: "state", head: texts.state, cell: ({ state }) => <Badge tone={TONES[state]}>{texts.states[state]}</Badge> },
    { key: "at", head: texts.at, align: "end", cell: ({ createdAt }) => dayAndTime(createdAt, viewer) },
  ];
  const empty = <EmptyState icon="mail" sentence={texts.empty} action={<a href={href("people")}>{texts.invite}</a>} />;
  return (
    <Page title={texts.title} state={sends === undefined ? undefined : sends ? texts.sends : texts.keeps}>
      <Loaded of={outbox} label={texts.loading}>
        {({ mails }) => (
          <>
            <Card flush>
              <Table
                caption={texts.caption}
                columns={columns}
                rows={mails}
                rowKey={({ id }) => id}
                onRow={setRead}
                empty={empty}
              />
            </Card>
            {mails.length > 0 && <ZoneNote />}
          </>
        )}
      </Loaded>
      {read && <ReadDialog mail={read} onClose={() => setRead(null)} />}
    </Page>
  );
}

function ReadDialog({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  return (
    <Dialog
      open
      width="wide"
      onClose={onClose}
      title={mail.subject}
      closeLabel={shell.close}
      foot={<Button onClick={onClose}>{texts.closeMail}</Button>}
    >
      <div class="form">
        <p class="cb-quiet">
          {texts.to} {mail.to}
        </p>
        {mail.error !== null && <Notice kind="bad" sentence={say(texts.failedWhy, { error: mail.error })} />}
        <p class="outbox-text">{withLinks(mail.text)}</p>
      </div>
    </Dialog>
  );
}
