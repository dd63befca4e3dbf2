import { Tabs } from "@callboard/ui/Tabs";
import type { ComponentChildren } from "preact";
import { go, type PageName } from "../route.ts";
import { mayDo, useViewer } from "../viewer.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import { Versions } from "./Versions.tsx";

const VERSIONS = "versions";

interface RecordTabsProps<Id extends string> {
  /** The accessible name of the row of tabs. */
  label: string;
  page: PageName;
  kind: string;
  id: string;
  /** The page's own views, the first one at the record's own address. */
  tabs: readonly { id: Id; label: string }[];
  /** The part of the address after the record. */
  requestedTab: string | undefined;
  /** The content of one of the page's own tabs. */
  children: (tab: Id) => ComponentChildren;
}

/** The tabs of a record's page, the last one being its versions, for people who may read the history. */
export function RecordTabs<Id extends string>({
  label,
  page,
  kind,
  id,
  tabs,
  requestedTab,
  children,
}: RecordTabsProps<Id>) {
  const first = tabs[0]!.id;
  const mayReadHistory = mayDo(useViewer().account, "read history");
  if (!mayReadHistory && tabs.length === 1) return <>{children(first)}</>;
  const allTabs = mayReadHistory ? [...tabs, { id: VERSIONS, label: texts.title }] : tabs;
  const selected = allTabs.find((tab) => tab.id === requestedTab)?.id ?? first;
  return (
    <Tabs
      label={label}
      tabs={allTabs}
      selected={selected}
      onSelect={(to) => go(page, id, ...(to === first ? [] : [to]))}
    >
      {selected === VERSIONS ? <Versions kind={kind} id={id} /> : children(selected as Id)}
    </Tabs>
  );
}
