import { formatDateTime } from "@callboard/domain/core/time";
import type * as z from "zod/mini";
import type { ChangesInput } from "@callboard/domain/history/schema";
import type { CsvColumn, CsvPage } from "../../files/csvWriter.ts";
import type { Scope } from "../../store/scope.ts";
import { withDisplayNames } from "../../store/reads/displayNames.ts";
import { readChanges } from "./reads/changes.ts";
import { readVisibility } from "../../store/reads/ownVisibility.ts";
import { type ChangeView, changeView } from "./changeView.ts";
import { DEFAULT_LANGUAGE } from "../../store/locale.ts";

/** One row for each changed field, so that a spreadsheet can filter by it; a single row if none changed. */
export type ChangeRow = ChangeView & { label: string; before: string; after: string };

/** Columns of the history's CSV file, with times in this zone. */
export const changeColumns = (zone: string): CsvColumn<ChangeRow>[] => [
  { title: `When (${zone})`, value: ({ at }) => formatDateTime(at, { zone, language: DEFAULT_LANGUAGE }) },
  { title: "Who", value: ({ by }) => by },
  { title: "Kind", value: ({ noun }) => noun },
  { title: "Record", value: ({ title }) => title },
  { title: "Version", value: ({ version }) => version },
  { title: "Event", value: ({ event }) => event },
  { title: "What", value: ({ action }) => action },
  { title: "Why", value: ({ cause }) => cause ?? "" },
  { title: "Field", value: ({ label }) => label },
  { title: "Before", value: ({ before }) => before },
  { title: "After", value: ({ after }) => after },
];

/** A page of the filtered log as rows of the file. */
export async function changeRows(
  scope: Scope,
  context: { zone: string },
  input: z.output<typeof ChangesInput>,
  beforePosition: number | undefined,
  limit: number,
): Promise<CsvPage<ChangeRow>> {
  const { visibility, locale } = await readVisibility(scope, context, context.zone);
  const { versions, next } = await readChanges(scope, { visibility, locale }, input, {
    beforePosition,
    limit,
  });
  const changes = await withDisplayNames(scope, locale, (show) =>
    versions.map((version) => changeView(version, scope, show)),
  );
  const rows = changes.flatMap((change): ChangeRow[] =>
    change.fields.length === 0
      ? [{ ...change, label: "", before: "", after: "" }]
      : change.fields.map(({ label, before: old, after }) => ({ ...change, label, before: old, after })),
  );
  return { rows, next };
}
