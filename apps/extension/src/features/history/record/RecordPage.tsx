import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { listHref } from "../../../shared/list/listMemory.ts";
import { Page } from "../../../shared/page/Page.tsx";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { ZoneNote } from "../../../shared/page/ZoneNote.tsx";
import { shell } from "../../../texts/en/shell/shell.ts";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import { RestoreDialog, type RestoreRequest } from "../../../shared/versions/RestoreDialog.tsx";
import { type RecordFacts, useVersions } from "../../../shared/versions/useVersions.ts";
import { Versions } from "../../../shared/versions/Versions.tsx";
import { capitalize } from "@callboard/domain/core/text/text";

/** A record's versions, for records that have no page of their own. */
export function RecordPage({ kind, id }: { kind: string; id: string }) {
  const list = useVersions(kind, id);
  const facts = list.record.value;
  const { account } = useViewer();
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const mayBringBack = facts?.present === null && facts.restorable && mayDo(account, "restore");
  return (
    <Page
      title={facts ? facts.title || capitalize(facts.noun) : texts.title}
      summary={facts && summaryText(facts)}
      back={{ href: listHref("history"), label: shell.pages.history }}
      action={
        mayBringBack && (
          <Button variant="primary" onClick={() => setRestoring(bringBackRequest(kind, id, facts))}>
            {texts.bringBack}
          </Button>
        )
      }
    >
      <Versions kind={kind} id={id} list={list} />
      <ZoneNote />
      {restoring && <RestoreDialog request={restoring} onClose={() => setRestoring(null)} />}
    </Page>
  );
}

/** A deleted record is restored from the version that was deleted: it holds the last values. */
const bringBackRequest = (kind: string, id: string, { newest, title }: RecordFacts): RestoreRequest => ({
  kind,
  id,
  version: newest,
  name: title,
  mode: "bring back",
});

function summaryText({ noun, present }: RecordFacts): string {
  const values = { noun: capitalize(noun) };
  return present === null
    ? format(texts.summaryDeleted, values)
    : format(texts.summary, { ...values, version: present });
}
