import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { listHref } from "../../list/places.ts";
import { Page } from "../../shell/Page.tsx";
import { mayDo, useViewer } from "../../shell/viewer.ts";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { shell } from "../../texts/en/shell.ts";
import { versions as texts } from "../../texts/en/record.ts";
import { format } from "../../texts/say.ts";
import { RestoreDialog, type RestoreRequest } from "../../versions/RestoreDialog.tsx";
import { type RecordFacts, useVersions } from "../../versions/useVersions.ts";
import { Versions } from "../../versions/Versions.tsx";
import { capitalize } from "@callboard/domain/text";

/** The versions of one record, on a page of their own for records that have none. */
export function RecordPage({ kind, id }: { kind: string; id: string }) {
  const list = useVersions(kind, id);
  const facts = list.facts.value;
  const { account } = useViewer();
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const mayReturn = facts?.present === null && facts.restorable && mayDo(account, "restore");
  return (
    <Page
      title={facts ? facts.title || capitalize(facts.noun) : texts.title}
      state={facts && summaryText(facts)}
      back={{ href: listHref("history"), label: shell.rooms.history }}
      action={
        mayReturn && (
          <Button variant="primary" onClick={() => setRestoring(bringBackRequest(kind, id, facts))}>
            {texts.bringBack}
          </Button>
        )
      }
    >
      <Versions kind={kind} id={id} list={list} />
      <ZoneNote />
      {restoring && <RestoreDialog of={restoring} onClose={() => setRestoring(null)} />}
    </Page>
  );
}

/** A deleted record comes back from the version that was deleted: that one holds how it was. */
const bringBackRequest = (kind: string, id: string, { newest, title }: RecordFacts): RestoreRequest => ({
  kind,
  id,
  version: newest,
  name: title,
  how: "bring back",
});

function summaryText({ noun: word, present }: RecordFacts): string {
  const noun = capitalize(word);
  return present === null ? format(texts.stateGone, { noun }) : format(texts.state, { noun, version: present });
}
