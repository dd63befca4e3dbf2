import { useEffect, useMemo } from "preact/hooks";
import { type Outputs, api } from "../../../data/api.ts";
import { createList, type List } from "../../../shared/list/createList.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { SETTINGS_KINDS } from "../../../shared/recordKinds.ts";

type AsOfRecord = Outputs["history"]["asOf"]["records"][number];
/** A record that has changed since that instant; here `id` combines kind and record id. */
export interface Difference extends Omit<AsOfRecord, "id"> {
  id: string;
  record: string;
}

/** All differences between then and now, refetched as records change. */
export function useDifferences(at: number): List<Difference> {
  const { zone } = useViewer();
  const list = useMemo(
    () =>
      createList<Difference>(SETTINGS_KINDS, async (after) => {
        const { records, next, now } = await api().history.asOf.query({ at, after, zone });
        const rows = records.map((record) => ({ ...record, id: `${record.kind} ${record.id}`, record: record.id }));
        return { rows, next, total: null, now };
      }),
    [at, zone],
  );
  useEffect(() => list.stop, [list]);
  return list;
}
