import { Avatar } from "@callboard/ui/Avatar";
import { Badge } from "@callboard/ui/Badge";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import { type Column, Table } from "@callboard/ui/Table";
import type { ComponentChildren } from "preact";
import { href, queryString } from "../../shared/route.ts";
import { serverNow } from "../../data/clock.ts";
import { zoneLabel } from "../../shared/timeText.ts";
import { TryCallCard } from "../../shared/try-call/TryCallCard.tsx";
import { useViewer } from "../../shared/viewer.ts";
import { queues } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import type { QueueView } from "./types.ts";

const texts = queues.offers;
/** A member of the queue: whether they would be offered a call now, at which rank, and why not. */
type MemberNow = QueueView["eligible"][number];

/** `connects`: whether the account's state lets calls through; if not, nobody is offered one. */
const memberColumns = (connects: boolean): readonly Column<MemberNow>[] => [
  {
    key: "person",
    header: texts.person,
    cell: ({ name }) => (
      <span class="queues-person">
        <Avatar name={name} size="sm" decorative />
        {name}
      </span>
    ),
  },
  {
    key: "offered",
    header: connects ? texts.offered : texts.readyHead,
    cell: (member) => <OfferBadge member={member} connects={connects} />,
  },
  {
    key: "why",
    header: texts.why,
    width: "50%",
    cell: ({ why, eligible }) =>
      (connects || !eligible) && <span class={eligible ? undefined : "cb-muted"}>{why}</span>,
  },
];

/** Who would be offered a call now, in order, and why the others wouldn't. */
export function QueueNow({ queue, mayChange }: { queue: QueueView; mayChange: boolean }) {
  const { account, language } = useViewer();
  // Members who wouldn't be offered a call have no rank and come last.
  const rows = queue.eligible.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
  return (
    <div class="queue-now">
      <Card title={account.connects ? texts.title : texts.readyTitle} flush>
        <Table
          caption={texts.caption}
          columns={memberColumns(account.connects)}
          rows={rows}
          rowKey={({ person }) => person}
          empty={
            <EmptyState
              icon="users"
              sentence={texts.empty}
              action={mayChange && <a href={href("queues", queue.id, "settings")}>{texts.toSettings}</a>}
            />
          }
        />
      </Card>
      <TryCallCard subject={{ queue: queue.id }} />
      <Facts queue={queue} />
      <p class="cb-muted cb-small">
        {format(texts.zone, { zone: zoneLabel(serverNow(), { zone: account.zone, language }) })}
      </p>
    </div>
  );
}

function OfferBadge({ member: { eligible }, connects }: { member: MemberNow; connects: boolean }) {
  if (!eligible) return <span class="cb-muted">{connects ? texts.no : texts.notReady}</span>;
  return (
    <Badge tone="good" icon="check">
      {connects ? texts.yes : texts.ready}
    </Badge>
  );
}

function Facts({ queue }: { queue: QueueView }) {
  const { id, numbers, routing, ringSeconds, wrapUpSeconds } = queue;
  return (
    <dl class="queue-facts">
      <Fact label={queues.routing}>
        {queues.routings[routing]}
        <span class="cb-muted">{format(texts.seconds, { ring: ringSeconds, wrapUp: wrapUpSeconds })}</span>
      </Fact>
      <Fact label={texts.noAnswer}>
        <NoAnswer queue={queue} />
      </Fact>
      <Fact label={texts.numbers}>
        {numbers === 0 ? (
          texts.numbersNone
        ) : (
          <a href={href("numbers") + queryString({ route: `queue:${id}` })}>
            {numbers === 1 ? texts.numbersOne : format(texts.numbersCount, { count: numbers })}
          </a>
        )}
      </Fact>
    </dl>
  );
}

function NoAnswer({ queue: { noAnswer, noAnswerName } }: { queue: QueueView }) {
  if (noAnswer.to === "queue" && noAnswerName !== null)
    return (
      <>
        {queues.noAnswers.queue}
        <a href={href("queues", noAnswer.id)}>{noAnswerName}</a>
      </>
    );
  return (
    <>
      {queues.noAnswers[noAnswer.to]}
      {noAnswerName !== null && <span class="cb-muted">{noAnswerName}</span>}
    </>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
