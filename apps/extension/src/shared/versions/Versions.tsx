import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { useState } from "preact/hooks";
import { ListFoot } from "../list/ListFoot.tsx";
import { Loaded } from "../page/Loaded.tsx";
import { momentText } from "../timeText.ts";
import { mayDo, useViewer, type Viewer } from "../viewer.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import { format } from "../../texts/format.ts";
import { compareHref, versionHref } from "./addresses.ts";
import { PinDialog } from "./PinDialog.tsx";
import { RestoreDialog, type RestoreRequest } from "./RestoreDialog.tsx";
import { type RecordFacts, useVersions, type Version, type VersionListModel } from "./useVersions.ts";
import { VersionRow } from "./VersionRow.tsx";
import "./Versions.css";

interface VersionsProps {
  kind: string;
  id: string;
  /** Passed in if the page also needs the record's name and state. */
  list?: VersionListModel | undefined;
}

/**
 * A record's versions as a tab of its page: `<Versions kind="queue" id={id} />`. Each can be opened, compared with
 * another, restored, undone or pinned. It needs no data from the page, and is for people who may read the history.
 */
export function Versions({ kind, id, list }: VersionsProps) {
  return list ? <VersionList list={list} kind={kind} id={id} /> : <OwnVersions kind={kind} id={id} />;
}

/** Fetches the versions itself. */
function OwnVersions({ kind, id }: { kind: string; id: string }) {
  return <VersionList list={useVersions(kind, id)} kind={kind} id={id} />;
}

interface VersionListProps {
  list: VersionListModel;
  kind: string;
  id: string;
}

function VersionList({ list, kind, id }: VersionListProps) {
  const viewer = useViewer();
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const [pinning, setPinning] = useState<number | null>(null);
  const [picked, setPicked] = useState<readonly number[]>([]);
  const facts = list.record.value;
  const restore = ({ version }: Version, mode: RestoreRequest["mode"]) =>
    setRestoring({ kind, id, version, mode, name: facts!.title, presentVersion: facts!.present ?? undefined });
  // Selecting a third one drops the one selected first.
  const pick = (version: number) =>
    setPicked(picked.includes(version) ? picked.filter((other) => other !== version) : [...picked.slice(-1), version]);
  return (
    <Loaded resource={list} label={texts.loading}>
      {(page) => (
        <div class="versions">
          <CompareBar kind={kind} id={id} picked={picked} isHidden={page.rows.length < 2} />
          {page.rows.length === 0 && <NoVersions kind={kind} id={id} record={facts!} />}
          {page.rows.length > 0 && (
            <Card flush>
              <ol class="versions-list" aria-label={format(texts.listLabel, { name: facts!.title })}>
                {page.rows.map((version) => (
                  <VersionRow
                    key={version.version}
                    version={version}
                    record={facts!}
                    mayRestore={mayDo(viewer.account, "restore")}
                    picked={picked.includes(version.version)}
                    onPick={pick}
                    onRestore={restore}
                    onPin={setPinning}
                    onChanged={() => void list.refetch()}
                  />
                ))}
              </ol>
            </Card>
          )}
          <ListFoot list={list} page={page} />
          <p class="cb-muted cb-small">
            {retentionText(facts!, viewer)} {!facts!.restorable && texts.notRestorable}
          </p>
          {restoring && <RestoreDialog request={restoring} onClose={() => setRestoring(null)} />}
          {pinning !== null && (
            <PinDialog
              kind={kind}
              id={id}
              version={pinning}
              onDone={() => void list.refetch()}
              onClose={() => setPinning(null)}
            />
          )}
        </div>
      )}
    </Loaded>
  );
}

/** How far back the versions go: the plan's retention, or less if a smaller plan has removed older ones. */
function retentionText({ retentionDays: days, completeSince: since }: RecordFacts, viewer: Viewer): string {
  return since === null
    ? format(texts.retainedDays, { days })
    : format(texts.retainedSince, { since: momentText(since, viewer) });
}

/** Says that all changes are older than the retention period. The current version can still be opened. */
function NoVersions({ kind, id, record: { present, retentionDays: days, completeSince: since } }: NoVersionsProps) {
  const viewer = useViewer();
  if (since !== null && present !== null)
    return (
      <p class="cb-muted">
        {format(texts.noneSince, { since: momentText(since, viewer) })}{" "}
        <a href={versionHref(kind, id, present)}>{format(texts.version, { version: present })}</a>
      </p>
    );
  if (present === null) return <p class="cb-muted">{format(texts.noneGone, { days })}</p>;
  return (
    <p class="cb-muted">
      {format(texts.none, { days })}{" "}
      <a href={versionHref(kind, id, present)}>{format(texts.version, { version: present })}</a>
    </p>
  );
}

interface NoVersionsProps {
  kind: string;
  id: string;
  record: RecordFacts;
}

interface CompareBarProps {
  kind: string;
  id: string;
  picked: readonly number[];
  isHidden: boolean;
}

/** Says which versions are selected and opens their comparison. */
function CompareBar({ kind, id, picked, isHidden }: CompareBarProps) {
  if (isHidden) return null;
  const [from, to] = picked.toSorted((a, b) => a - b);
  const hint =
    from === undefined
      ? texts.pickHint
      : to === undefined
        ? format(texts.pickOne, { version: from })
        : format(texts.picked, { from, to });
  return (
    <div class="versions-bar">
      <p class="cb-muted" role="status">
        {hint}
      </p>
      <Button
        icon="swap"
        disabled={from === undefined || to === undefined}
        onClick={() => {
          if (from !== undefined && to !== undefined) location.hash = compareHref(kind, id, from, to);
        }}
      >
        {texts.compare}
      </Button>
    </div>
  );
}
