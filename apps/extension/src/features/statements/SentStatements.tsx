import { Badge } from "@callboard/ui/Badge";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { Icon } from "@callboard/ui/Icon";
import { Menu } from "@callboard/ui/Menu";
import { type Column, Table } from "@callboard/ui/Table";
import { type Outputs, api, type Inputs } from "../../data/api.ts";
import { useResource } from "../../data/liveResource.ts";
import { href, queryString } from "../../shared/route.ts";
import { download } from "../../shared/download.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { toasts } from "../../shared/toasts.ts";
import { useAction } from "../../shared/form/useAction.ts";
import { useTimedRefetch } from "../../shared/useTimedRefetch.ts";
import { momentText } from "../../shared/timeText.ts";
import { useViewer } from "../../shared/viewer.ts";
import { ZoneNote } from "../../shared/page/ZoneNote.tsx";
import { shell } from "../../texts/en/shell/shell.ts";
import { statements } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { periodText } from "./dayText.ts";

const texts = statements.sent;
type SentStatement = Outputs["statements"]["sent"]["statements"][number];

const TONES = { outbox: "slate", waiting: "accent", sent: "good", failed: "bad" } as const;

/** Sent statements, their recipients and delivery; failed ones say why and can be sent again unchanged. */
export function SentStatements() {
  const viewer = useViewer();
  const resource = useResource([], () => api().statements.sent.query());
  // The delivery of mails isn't reported as a change, so it is read again from time to time.
  useTimedRefetch(resource, null);
  const resend = useAction((input: Inputs["statements"]["resend"], options) =>
    api().statements.resend.mutate(input, options),
  );
  async function sendAgain(id: string) {
    const outcome = await resend.run({ id });
    if (!outcome?.ok)
      return void toasts.show({ tone: "bad", sentence: outcome?.failure?.sentence ?? shell.unreachable });
    toasts.show({ tone: "good", sentence: texts.againDone });
    await resource.refetch();
  }
  return (
    <Page title={texts.title} summary={texts.summary} back={{ href: href("statements"), label: texts.back }}>
      <Loaded resource={resource} label={texts.loading} lines={6}>
        {({ statements: rows }) => (
          <>
            <Card flush>
              <Table
                caption={texts.caption}
                columns={sentColumns(viewer, (id) => void sendAgain(id))}
                rows={rows}
                rowKey={({ id }) => id}
                empty={<EmptyState icon="mail" sentence={texts.empty} />}
              />
            </Card>
            {rows.length > 0 && <ZoneNote />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const sentColumns = (
  locale: { zone: string; language: string },
  onSendAgain: (id: string) => void,
): Column<SentStatement>[] => {
  return [
    {
      key: "period",
      header: texts.period,
      width: "26%",
      cell: (statement) => (
        <a href={href("statements") + queryString({ first: statement.first, last: statement.last })}>
          {periodText(statement, locale.language)}
        </a>
      ),
    },
    {
      key: "at",
      header: texts.made,
      width: "24%",
      cell: ({ at, by }) => (
        <>
          {momentText(at, locale)}{" "}
          <span class="cb-muted">{by === null ? texts.bySchedule : format(texts.by, { name: by })}</span>
        </>
      ),
    },
    {
      key: "to",
      header: texts.to,
      cell: ({ mails }) => (
        <ul class="sent-mails">
          {mails.map(({ to, state, error }, index) => (
            <li key={index}>
              {to} <Badge tone={TONES[state]}>{texts.states[state]}</Badge>
              {state === "failed" && <span class="cb-muted">{error}</span>}
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: "actions",
      header: <span class="cb-visually-hidden">{texts.actionsHeader}</span>,
      align: "end",
      cell: (statement) => (
        <Menu
          kind="icon"
          align="end"
          label={format(texts.actions, { period: periodText(statement, locale.language) })}
          entries={[
            {
              id: "open",
              label: texts.open,
              icon: "download",
              onSelect: () => void download("/export/sent.pdf", { id: statement.id }, statement.name),
            },
            { id: "again", label: texts.again, icon: "mail", onSelect: () => onSendAgain(statement.id) },
          ]}
        >
          <Icon name="dots" />
        </Menu>
      ),
    },
  ];
};
