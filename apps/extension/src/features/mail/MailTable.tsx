import { Badge } from "@callboard/ui/Badge";
import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { Dialog } from "@callboard/ui/Dialog";
import { Notice } from "@callboard/ui/Notice";
import { type Column, Table } from "@callboard/ui/Table";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Outputs } from "../../data/api.ts";
import { download } from "../../shared/download.ts";
import { dayAndTime, type Locale } from "../../shared/timeText.ts";
import { mail as texts } from "../../texts/en/mail.ts";
import { shell } from "../../texts/en/shell/shell.ts";
import { format } from "../../texts/format.ts";
import { linkify } from "./linkify.tsx";
import "./Outbox.css";

export type Mail = Outputs["mail"]["list"]["mails"][number];
const TONES = { outbox: "slate", waiting: "accent", sent: "good", failed: "bad" } as const;

interface MailTableProps {
  mails: readonly Mail[];
  locale: Locale;
  empty: ComponentChildren;
}

/** One row per mail; opening a row shows the mail's text. */
export function MailTable({ mails, locale, empty }: MailTableProps) {
  const [openMail, setOpenMail] = useState<Mail | null>(null);
  const columns: Column<Mail>[] = [
    {
      key: "subject",
      header: texts.subject,
      width: "50%",
      cell: ({ subject }) => <strong class="outbox-subject">{subject}</strong>,
    },
    { key: "to", header: texts.to, hideOrder: 1, cell: ({ to }) => to },
    {
      key: "state",
      header: texts.state,
      cell: ({ state }) => <Badge tone={TONES[state]}>{texts.states[state]}</Badge>,
    },
    { key: "at", header: texts.at, align: "end", cell: ({ createdAt }) => dayAndTime(createdAt, locale) },
  ];
  return (
    <>
      <Card flush>
        <Table
          caption={texts.caption}
          columns={columns}
          rows={mails}
          rowKey={({ id }) => id}
          onOpenRow={setOpenMail}
          empty={empty}
        />
      </Card>
      {openMail && <MailDialog mail={openMail} onClose={() => setOpenMail(null)} />}
    </>
  );
}

function MailDialog({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  return (
    <Dialog
      open
      width="wide"
      onClose={onClose}
      title={mail.subject}
      closeLabel={shell.close}
      footer={<Button onClick={onClose}>{texts.closeMail}</Button>}
    >
      <div class="form">
        <p class="cb-muted">
          {texts.to} {mail.to}
        </p>
        {mail.error !== null && <Notice tone="bad" sentence={format(texts.failedWhy, { error: mail.error })} />}
        {mail.attached && <AttachmentButton {...mail.attached} />}
        <p class="outbox-text">{linkify(mail.text)}</p>
      </div>
    </Dialog>
  );
}

function AttachmentButton({ id, name }: NonNullable<Mail["attached"]>) {
  return (
    <p>
      <Button size="small" icon="document" onClick={() => void download("/export/sent.pdf", { id }, name)}>
        {name}
      </Button>
    </p>
  );
}
