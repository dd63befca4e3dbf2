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

/** With more members than this, a number says more than their faces. */
const FACES_MAX = 4;

export const QUEUE_COLUMNS: readonly Column<Queue>[] = [
  {
    key: "name",
    head: texts.name,
    cell: ({ id, name, tags, follows, parked }) => (
      <span class="queues-name">
        {name}
        {parked !== null && <Badge>{texts.parked}</Badge>}
        {hasDraft(queueSettingsHref(id)) && <Badge tone="warn">{texts.unsaved}</Badge>}
        <DriftBadge follows={follows} />
        {tags.length > 0 && <span class="queues-tags">{tags.join(", ")}</span>}
      </span>
    ),
  },
  {
    key: "now",
    head: texts.now,
    cell: ({ open, why }) => <Badge tone={open ? "good" : "slate"}>{why}</Badge>,
  },
  { key: "offered", head: texts.offered, spare: 1, cell: (queue) => <OfferedCount queue={queue} /> },
  { key: "members", head: texts.members, spare: 2, cell: ({ memberNames }) => <Faces members={memberNames} /> },
  { key: "routing", head: texts.routing, spare: 2, cell: ({ routing }) => texts.routings[routing] },
  {
    key: "numbers",
    head: texts.numbers,
    align: "end",
    spare: 1,
    cell: ({ id, name, numbers }) =>
      numbers === 0 ? (
        <span class="cb-quiet">0</span>
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
  const words = format(texts.offeredOf, { offered, all: members.length });
  if (offered > 0) return <>{words}</>;
  return <span class={open ? "queues-warn" : "cb-quiet"}>{words}</span>;
}

function Faces({ members }: { members: Queue["memberNames"] }) {
  if (members.length === 0) return <span class="cb-quiet">{texts.nobody}</span>;
  const shown = members.length > FACES_MAX ? members.slice(0, FACES_MAX - 1) : members;
  const others = members.slice(shown.length);
  return (
    <span class="queues-faces">
      {shown.map(({ id, name }) => (
        <Avatar key={id} name={name} size="sm" />
      ))}
      {others.length > 0 && (
        <span class="cb-quiet" title={others.map(({ name }) => name).join(", ")}>
          {format(texts.others, { count: others.length })}
        </span>
      )}
    </span>
  );
}
