import { OFFLINE } from "../agents/types.ts";
import { ON_CALL, type StatusSums, WRAP_UP } from "./types.ts";

/** A row of the report: an agent, a day, or the sum of all. */
export interface ReportRow {
  sums: readonly StatusSums[];
}

/** A column of the table and of its file. Times are in milliseconds. */
export interface ReportColumn {
  key: string;
  title: string;
  isTime: boolean;
  value: (row: ReportRow) => number;
  /** The same with accepted corrections; null for figures that they leave as they are. */
  corrected: ((row: ReportRow) => number) | null;
}

/** A row's recorded time in a status; without one, in all statuses but Offline. */
export const timeIn = ({ sums }: ReportRow, status?: string): number =>
  add(sums, (one) => (one.layer === "status" && isMeant(one, status) ? one.ms : 0));

/** The same with accepted corrections. */
const correctedTimeIn = ({ sums }: ReportRow, status?: string): number =>
  add(sums, (one) => (one.layer !== "phone" && isMeant(one, status) ? one.ms : 0));

const isMeant = ({ status: id }: StatusSums, status: string | undefined): boolean =>
  status === undefined ? id !== OFFLINE : id === status;

/** Whether corrections change anything in a row. */
export const isCorrected = ({ sums }: ReportRow): boolean => sums.some(({ layer }) => layer === "corrected");

/** A row's time on calls or in wrap-up. */
export const phoneTime = ({ sums }: ReportRow, key: typeof ON_CALL | typeof WRAP_UP): number =>
  add(sums, ({ layer, status, ms }) => (layer === "phone" && status === key ? ms : 0));

const add = (sums: readonly StatusSums[], value: (one: StatusSums) => number): number =>
  sums.reduce((total, one) => total + value(one), 0);

/** Calls and promises are as they were, whatever somebody says about a status. */
const RECORDED: readonly ReportColumn[] = [
  { key: ON_CALL, title: "On calls", isTime: true, value: (row) => phoneTime(row, ON_CALL), corrected: null },
  { key: WRAP_UP, title: "Wrap-up", isTime: true, value: (row) => phoneTime(row, WRAP_UP), corrected: null },
  { key: "kept", title: "Kept", isTime: false, value: ({ sums }) => add(sums, ({ kept }) => kept), corrected: null },
  {
    key: "overruns",
    title: "Overrun",
    isTime: false,
    value: ({ sums }) => add(sums, ({ overruns }) => overruns),
    corrected: null,
  },
  { key: "over", title: "Over", isTime: true, value: ({ sums }) => add(sums, ({ overMs }) => overMs), corrected: null },
];

/** The report's columns after its first one, the same on the screen and in the file. */
export const reportColumns = (statuses: readonly { id: string; name: string }[]): ReportColumn[] => [
  ...statuses.map(({ id, name }): ReportColumn => ({
    key: id,
    title: name,
    isTime: true,
    value: (row) => timeIn(row, id),
    corrected: (row) => correctedTimeIn(row, id),
  })),
  {
    key: "signed in",
    title: "Without Offline",
    isTime: true,
    value: (row) => timeIn(row),
    corrected: (row) => correctedTimeIn(row),
  },
  ...RECORDED,
];
