import { Avatar } from "@callboard/ui/Avatar";
import { Badge } from "@callboard/ui/Badge";
import type { Column } from "@callboard/ui/Table";
import { DriftBadge } from "../../shared/presets/DriftBadge.tsx";
import { href, queryString } from "../../shared/route.ts";
import { hasDraft } from "../../shared/form/usePersistentDraft.ts";
import { queues as texts } from "../../texts/en/queues.ts";
import { format } from "../../texts/format.ts";
import type { Queue } from "./types.ts";
import { queueSettingsHref } from "../../shared/queue-form/queueFormValues.ts";

/** With more members than this, the rest are shown as a count. */
const FACES_MAX = 4;

export const QUEUE_COLUMNS: readonly Column<Queue>[] = [
  {
    key: "name",
    header: texts.name,
    cell: ({ id, name, tags, follows, frozen }) => (
      <span class="queues-name">
        {name}
        {frozen !== null && <Badge>{texts.frozen}</Badge>}
        {hasDraft(queueSettingsHref(id)) && <Badge tone="warn">{texts.unsaved}</Badge>}
        <DriftBadge follows={follows} />
        {tags.length > 0 && <span class="queues-tags">{tags.join(", ")}</span>}
      </span>
    ),
  },
  {
    key: "now",
    header: texts.now,
    cell: ({ open, why }) => <Badge tone={open ? "good" : "slate"}>{why}</Badge>,
  },
  { key: "offered", header: texts.offered, hideOrder: 1, cell: (queue) => <OfferedCount queue={queue} /> },
  { key: "members", header: texts.members, hideOrder: 2, cell: ({ memberNames }) => <Faces members={memberNames} /> },
  { key: "routing", header: texts.routing, hideOrder: 2, cell: ({ routing }) => texts.routings[routing] },
  {
    key: "numbers",
    header: texts.numbers,
    align: "end",
    hideOrder: 1,
    cell: ({ id, name, numbers }) =>
      numbers === 0 ? (
        <span class="cb-muted">0</span>
      ) : (
        <a
          href={href("numbers") + queryString({ route: `queue:${id}` })}
          aria-label={format(texts.numbersOf, { name })}
        >
          {numbers}
        </a>
      ),
  },
];

/** An open queue that can offer calls to nobody is highlighted. */
function OfferedCount({ queue: { open, offered, members } }: { queue: Queue }) {
  const text = format(texts.offeredOf, { offered, all: members.length });
  if (offered > 0) return <>{text}</>;
  return <span class={open ? "queues-warn" : "cb-muted"}>{text}</span>;
}

function Faces({ members }: { members: Queue["memberNames"] }) {
  if (members.length === 0) return <span class="cb-muted">{texts.nobody}</span>;
  const visible = members.length > FACES_MAX ? members.slice(0, FACES_MAX - 1) : members;
  const rest = members.slice(visible.length);
  return (
    <span class="queues-faces">
      {visible.map(({ id, name }) => (
        <Avatar key={id} name={name} size="sm" />
      ))}
      {rest.length > 0 && (
        <span class="cb-muted" title={rest.map(({ name }) => name).join(", ")}>
          {format(texts.others, { count: rest.length })}
        </span>
      )}
    </span>
  );
}
