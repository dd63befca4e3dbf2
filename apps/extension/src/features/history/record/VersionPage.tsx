import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { type Kind, useResource } from "../../../data/resource.ts";
import { Loaded } from "../../../shared/page/Loaded.tsx";
import { Page } from "../../../shared/page/Page.tsx";
import { momentText } from "../../../shared/timeText.ts";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { ZoneNote } from "../../../shared/page/ZoneNote.tsx";
import { versions as texts } from "../../../texts/en/shared/versions.ts";
import { format } from "../../../texts/format.ts";
import { compareHref, recordHref } from "../../../shared/versions/addresses.ts";
import { RestoreDialog, type RestoreRequest } from "../../../shared/versions/RestoreDialog.tsx";
import { VersionFields, type VersionDetail } from "./VersionFields.tsx";
import { PastVersionBanner } from "./PastVersionBanner.tsx";

interface VersionPageProps {
  kind: string;
  id: string;
  version: number;
}

async function load({ kind, id, version }: VersionPageProps, zone: string): Promise<VersionDetail> {
  const [one, facts] = await Promise.all([
    api().history.version.query({ kind, id, version, zone }),
    api().history.versions.query({ kind, id, zone }),
  ]);
  const { present } = facts;
  const since =
    present === null || present === version
      ? []
      : (await api().history.compare.query({ kind, id, zone, from: version, to: present })).fields;
  return { one, facts, since };
}

/** One complete version: the record as it was then. */
export function VersionPage(props: VersionPageProps) {
  const { kind, id, version } = props;
  const viewer = useViewer();
  const whole = useResource([kind as Kind, "pin"], () => load(props, viewer.zone), [kind, id, version, viewer.zone]);
  const now = whole.data.value;
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const name = now?.facts.title ?? "";
  const actions = now && (
    <Actions
      whole={now}
      picked={picked}
      mayRestore={mayDo(viewer.account, "restore")}
      onRestore={(how, fields) =>
        setRestoring({ kind, id, version, name, how, fields, seen: now.facts.present ?? undefined })
      }
    />
  );
  return (
    <Page
      title={
        now ? `${now.one.title || name} · ${format(texts.version, { version })}` : format(texts.version, { version })
      }
      state={now && `${now.one.byOneself ? texts.you : now.one.by} ${now.one.action}`}
      back={{ href: recordHref(kind, id), label: now ? format(texts.backToVersions, { name }) : texts.title }}
      action={actions}
    >
      <Loaded of={whole} label={texts.loadingOne}>
        {(answer) => (
          <>
            <PastVersionBanner
              sentence={bannerText(answer, momentText(answer.one.at, viewer))}
              present={isPresent(answer)}
            />
            <VersionFields whole={answer} picked={picked} onPick={setPicked} />
            <ZoneNote />
          </>
        )}
      </Loaded>
      {restoring && <RestoreDialog of={restoring} onClose={() => setRestoring(null)} />}
    </Page>
  );
}

const isPresent = ({ one, facts }: VersionDetail) => one.version === facts.present;

function bannerText(whole: VersionDetail, time: string): string {
  const { one } = whole;
  if (one.event === "deleted") return format(texts.bandGone, { time });
  return isPresent(whole) ? format(texts.asItIs, { time }) : format(texts.bandWas, { version: one.version, time });
}

interface ActionsProps {
  whole: VersionDetail;
  picked: readonly string[];
  mayRestore: boolean;
  onRestore: (how: RestoreRequest["how"], fields?: RestoreRequest["fields"]) => void;
}

function Actions({ whole, picked, mayRestore, onRestore }: ActionsProps) {
  const { one, facts, since } = whole;
  const { present } = facts;
  const fields = since.filter(({ field }) => picked.includes(field));
  const restores = mayRestore && facts.restorable;
  return (
    <>
      {present !== null && present !== one.version && (
        <Button icon="swap" onClick={() => void (location.hash = compareHref(one.kind, one.id, one.version, present))}>
          {texts.compareNow}
        </Button>
      )}
      {restores && present === null && (
        <Button variant="primary" onClick={() => onRestore("bring back")}>
          {texts.bringThisBack}
        </Button>
      )}
      {restores && since.length > 0 && (
        <Button variant="primary" onClick={() => onRestore("version", fields.length > 0 ? fields : undefined)}>
          {fields.length === 0
            ? texts.restoreThis
            : fields.length === 1
              ? texts.restoreField
              : format(texts.restoreFields, { count: fields.length })}
        </Button>
      )}
    </>
  );
}
