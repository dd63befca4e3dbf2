import { listHref } from "../../list/places.ts";
import { Page } from "../../shell/Page.tsx";
import { ZoneNote } from "../../shell/ZoneNote.tsx";
import { shell } from "../../texts/en/shell.ts";
import { record as texts } from "../../texts/en/record.ts";
import { say } from "../../texts/say.ts";
import { type RecordFacts, useVersions } from "../../versions/useVersions.ts";
import { Versions } from "../../versions/Versions.tsx";
import { sentenceCase } from "../../versions/words.ts";

/** The versions of one record, on a page of their own for records that have none. */
export function RecordPage({ kind, id }: { kind: string; id: string }) {
  const list = useVersions(kind, id);
  const facts = list.facts.value;
  return (
    <Page
      title={facts ? facts.title || sentenceCase(facts.noun) : texts.title}
      state={facts && stateOf(facts)}
      back={{ href: listHref("history"), label: shell.rooms.history }}
    >
      <Versions kind={kind} id={id} list={list} />
      <ZoneNote />
    </Page>
  );
}

function stateOf({ noun: word, present }: RecordFacts): string {
  const noun = sentenceCase(word);
  return present === null ? say(texts.stateGone, { noun }) : say(texts.state, { noun, version: present });
}
