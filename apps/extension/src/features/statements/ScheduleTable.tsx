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

export function ScheduleTable({ schedules, ...does }: ScheduleTableProps) {
  const reader = accountLocale(useViewer());
  const columns: Column<Schedule>[] = [
    {
      key: "days",
      head: texts.days,
      width: "24%",
      cell: ({ rhythm, paused }) => (
        <span class="schedule-days">
          {capitalize(rhythm)} {paused && <Badge tone="warn">{texts.paused}</Badge>}
        </span>
      ),
    },
    { key: "to", head: texts.recipients, cell: (schedule) => <Recipients of={schedule} /> },
    {
      key: "next",
      head: texts.next,
      spare: 1,
      cell: ({ upcoming }) =>
        upcoming.length === 0 ? (
          <span class="cb-quiet">{texts.nothingNext}</span>
        ) : (
          <ol class="sent-mails">
            {upcoming.map((one) => (
              <li key={one.on}>
                {sendingDayText(one.on, reader.locale)} <span class="cb-quiet">{periodText(one, reader.locale)}</span>
              </li>
            ))}
          </ol>
        ),
    },
    {
      key: "last",
      head: texts.last,
      width: "15%",
      spare: 2,
      cell: ({ last }) =>
        last === null ? (
          <span class="cb-quiet">{texts.never}</span>
        ) : (
          <span class="schedule-last">
            <a href={href("statements", "sent")}>{shortDate(last.at, reader)}</a>
            {last.failed > 0 && <Badge tone="bad">{format(texts.lastFailed, { count: last.failed })}</Badge>}
          </span>
        ),
    },
    {
      key: "do",
      head: <span class="cb-unseen">{texts.todo}</span>,
      width: "56px",
      align: "end",
      cell: (schedule) => <Actions of={schedule} {...does} />,
    },
  ];
  return (
    <Card flush>
      <Table caption={texts.caption} columns={columns} rows={schedules} rowKey={({ id }) => id} />
    </Card>
  );
}

function Recipients({ of }: { of: Schedule }) {
  return (
    <ul class="sent-mails">
      {of.recipients.map(({ address, member, unsubscribed }) => (
        <li key={address}>
          {address}
          {member && <span class="cb-quiet">{texts.member}</span>}
          {unsubscribed && <Badge tone="warn">{texts.unsubscribed}</Badge>}
        </li>
      ))}
    </ul>
  );
}

function Actions({ of, onChange, onPause, onRemove }: { of: Schedule } & Omit<ScheduleTableProps, "schedules">) {
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.actions, { rhythm: of.rhythm })}
      entries={[
        { id: "change", label: texts.change, icon: "edit", onSelect: () => onChange(of) },
        of.paused
          ? { id: "pause", label: texts.resume, icon: "play", onSelect: () => onPause(of) }
          : { id: "pause", label: texts.pause, icon: "pause", onSelect: () => onPause(of) },
        { separator: true },
        { id: "remove", label: texts.remove, icon: "trash", danger: true, onSelect: () => onRemove(of) },
      ]}
    >
      <Icon name="dots" />
    </Menu>
  );
}
