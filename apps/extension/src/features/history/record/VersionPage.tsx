import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { api } from "../../../data/api.ts";
import { type Kind, useResource } from "../../../data/liveResource.ts";
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
  const [versionView, record] = await Promise.all([
    api().history.version.query({ kind, id, version, zone }),
    api().history.versions.query({ kind, id, zone }),
  ]);
  // The number of the current version; null if the record is deleted.
  const { present } = record;
  const differences =
    present === null || present === version
      ? []
      : (await api().history.compare.query({ kind, id, zone, from: version, to: present })).fields;
  return { version: versionView, record, differences };
}

/** One complete version: the record as it was then. */
export function VersionPage(props: VersionPageProps) {
  const { kind, id, version } = props;
  const viewer = useViewer();
  const resource = useResource([kind as Kind, "pin"], () => load(props, viewer.zone), [kind, id, version, viewer.zone]);
  const detail = resource.data.value;
  const [selectedFields, setSelectedFields] = useState<readonly string[]>([]);
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const name = detail?.record.title ?? "";
  const actions = detail && (
    <Actions
      detail={detail}
      selectedFields={selectedFields}
      mayRestore={mayDo(viewer.account, "restore")}
      onRestore={(mode, fields) =>
        setRestoring({ kind, id, version, name, mode, fields, presentVersion: detail.record.present ?? undefined })
      }
    />
  );
  return (
    <Page
      title={
        detail
          ? `${detail.version.title || name} · ${format(texts.version, { version })}`
          : format(texts.version, { version })
      }
      summary={detail && `${detail.version.byOneself ? texts.you : detail.version.by} ${detail.version.action}`}
      back={{ href: recordHref(kind, id), label: detail ? format(texts.backToVersions, { name }) : texts.title }}
      action={actions}
    >
      <Loaded resource={resource} label={texts.loadingOne}>
        {(answer) => (
          <>
            <PastVersionBanner
              sentence={bannerText(answer, momentText(answer.version.at, viewer))}
              isPresent={isPresent(answer)}
            />
            <VersionFields detail={answer} selectedFields={selectedFields} onSelect={setSelectedFields} />
            <ZoneNote />
          </>
        )}
      </Loaded>
      {restoring && <RestoreDialog request={restoring} onClose={() => setRestoring(null)} />}
    </Page>
  );
}

const isPresent = ({ version, record }: VersionDetail) => version.version === record.present;

function bannerText(detail: VersionDetail, time: string): string {
  const { version } = detail;
  if (version.event === "deleted") return format(texts.bandGone, { time });
  return isPresent(detail) ? format(texts.asItIs, { time }) : format(texts.bandWas, { version: version.version, time });
}

interface ActionsProps {
  detail: VersionDetail;
  selectedFields: readonly string[];
  mayRestore: boolean;
  onRestore: (mode: RestoreRequest["mode"], fields?: RestoreRequest["fields"]) => void;
}

function Actions({ detail, selectedFields, mayRestore, onRestore }: ActionsProps) {
  const { version, record, differences } = detail;
  const { present } = record;
  const fields = differences.filter(({ field }) => selectedFields.includes(field));
  const canRestore = mayRestore && record.restorable;
  return (
    <>
      {present !== null && present !== version.version && (
        <Button
          icon="swap"
          onClick={() => void (location.hash = compareHref(version.kind, version.id, version.version, present))}
        >
          {texts.compareNow}
        </Button>
      )}
      {canRestore && present === null && (
        <Button variant="primary" onClick={() => onRestore("bring back")}>
          {texts.bringThisBack}
        </Button>
      )}
      {canRestore && differences.length > 0 && (
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
