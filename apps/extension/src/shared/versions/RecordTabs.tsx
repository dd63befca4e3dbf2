import { Tabs } from "@callboard/ui/Tabs";
import type { ComponentChildren } from "preact";
import { go } from "../route.ts";
import { mayDo, useViewer } from "../viewer.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import { Versions } from "./Versions.tsx";

const VERSIONS = "versions";

interface RecordTabsProps<Id extends string> {
  /** The accessible name of the row of tabs. */
  label: string;
  room: string;
  kind: string;
  id: string;
  /** The page's own views, the first one at the record's own address. */
  tabs: readonly { id: Id; label: string }[];
  /** The part of the address after the record. */
  asked: string | undefined;
  /** The content of one of the page's own tabs. */
  children: (tab: Id) => ComponentChildren;
}

/** The tabs of a record's page, the last one being its versions, for people who may read the history. */
export function RecordTabs<Id extends string>({ label, room, kind, id, tabs, asked, children }: RecordTabsProps<Id>) {
  const first = tabs[0]!.id;
  const past = mayDo(useViewer().account, "read history");
  if (!past && tabs.length === 1) return <>{children(first)}</>;
  const all = past ? [...tabs, { id: VERSIONS, label: texts.title }] : tabs;
  const selected = all.find((tab) => tab.id === asked)?.id ?? first;
  return (
    <Tabs label={label} tabs={all} selected={selected} onSelect={(to) => go(room, id, ...(to === first ? [] : [to]))}>
      {selected === VERSIONS ? <Versions kind={kind} id={id} /> : children(selected as Id)}
    </Tabs>
  );
}
