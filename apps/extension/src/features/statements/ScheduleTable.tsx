import { Badge } from "@callboard/ui/Badge";
import { Card } from "@callboard/ui/Card";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { type Column, Table } from "@callboard/ui/Table";
import { href } from "../../shared/route.ts";
import { shortDate } from "../../shared/timeText.ts";
import { accountLocale, useViewer } from "../../shared/viewer.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { periodText, sendingDayText } from "./dayText.ts";
import type { Schedule } from "./types.ts";
import { capitalize } from "@callboard/domain/core/text/text";

const texts = statements.schedules;

interface ScheduleTableProps {
  schedules: readonly Schedule[];
  onChange: (schedule: Schedule) => void;
  onPause: (schedule: Schedule) => void;
  onRemove: (schedule: Schedule) => void;
}

export function ScheduleTable({ schedules, ...actions }: ScheduleTableProps) {
  const locale = accountLocale(useViewer());
  const columns: Column<Schedule>[] = [
    {
      key: "cadence",
      header: texts.cadence,
      width: "24%",
      cell: ({ cadenceText, paused }) => (
        <span class="schedule-cadence">
          {capitalize(cadenceText)} {paused && <Badge tone="warn">{texts.paused}</Badge>}
        </span>
      ),
    },
    { key: "to", header: texts.recipients, cell: (schedule) => <Recipients schedule={schedule} /> },
    {
      key: "next",
      header: texts.next,
      hideOrder: 1,
      cell: ({ upcoming }) =>
        upcoming.length === 0 ? (
          <span class="cb-muted">{texts.nothingNext}</span>
        ) : (
          <ol class="schedule-list">
            {upcoming.map((statement) => (
              <li key={statement.sendingDay}>
                {sendingDayText(statement.sendingDay, locale.language)}{" "}
                <span class="cb-muted">{periodText(statement, locale.language)}</span>
              </li>
            ))}
          </ol>
        ),
    },
    {
      key: "last",
      header: texts.last,
      width: "15%",
      hideOrder: 2,
      cell: ({ last }) =>
        last === null ? (
          <span class="cb-muted">{texts.never}</span>
        ) : (
          <span class="schedule-last">
            <a href={href("statements", "sent")}>{shortDate(last.at, locale)}</a>
            {last.failed > 0 && <Badge tone="bad">{format(texts.lastFailed, { count: last.failed })}</Badge>}
          </span>
        ),
    },
    {
      key: "actions",
      header: <span class="cb-visually-hidden">{texts.actionsHeader}</span>,
      width: "56px",
      align: "end",
      cell: (schedule) => <Actions schedule={schedule} {...actions} />,
    },
  ];
  return (
    <Card flush>
      <Table caption={texts.caption} columns={columns} rows={schedules} rowKey={({ id }) => id} />
    </Card>
  );
}

function Recipients({ schedule }: { schedule: Schedule }) {
  return (
    <ul class="schedule-list">
      {schedule.recipients.map(({ address, member, unsubscribed }) => (
        <li key={address}>
          {address}
          {member && <span class="cb-muted">{texts.member}</span>}
          {unsubscribed && <Badge tone="warn">{texts.unsubscribed}</Badge>}
        </li>
      ))}
    </ul>
  );
}

function Actions({
  schedule,
  onChange,
  onPause,
  onRemove,
}: { schedule: Schedule } & Omit<ScheduleTableProps, "schedules">) {
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.actions, { cadence: schedule.cadenceText })}
      entries={[
        { id: "change", label: texts.change, icon: "edit", onSelect: () => onChange(schedule) },
        schedule.paused
          ? { id: "pause", label: texts.resume, icon: "play", onSelect: () => onPause(schedule) }
          : { id: "pause", label: texts.pause, icon: "pause", onSelect: () => onPause(schedule) },
        { separator: true },
        { id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: () => onRemove(schedule) },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
