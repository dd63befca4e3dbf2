import { dayIn } from "@callboard/domain/core/calendar";
import { Card } from "@callboard/ui/Card";
import { api } from "../../../data/api.ts";
import { useResource } from "../../../data/liveResource.ts";
import { href, queryString } from "../../../shared/route.ts";
import { useViewer } from "../../../shared/viewer.ts";
import { reports } from "../../../texts/en/reports.ts";
import { format } from "../../../texts/format.ts";
import { CorrectionItem } from "./CorrectionItem.tsx";
import { DecideButtons } from "./DecideButtons.tsx";

const texts = reports.corrections;

/** The corrections that wait for a decision, the oldest first; nothing if none does. A name leads to that day's report. */
export function WaitingCorrections() {
  const { account } = useViewer();
  const resource = useResource(["correction", "member"], () => api().reports.corrections.query({}));
  const answer = resource.data.value;
  if (answer === null || answer.total === 0) return null;
  const { corrections, total } = answer;
  const more = total - corrections.length;
  return (
    <div class="corrections-waiting">
      <Card title={format(texts.waiting, { total })}>
        <ul class="corrections">
          {corrections.map((correction) => {
            const day = dayIn(correction.from, account.zone);
            const last = dayIn(correction.to - 1, account.zone);
            const search = queryString({ first: day, last, view: "table" });
            const who = <a href={href("reports", correction.person) + search}>{correction.name}</a>;
            return (
              <CorrectionItem key={correction.id} correction={correction} who={who}>
                <DecideButtons correction={correction} />
              </CorrectionItem>
            );
          })}
        </ul>
        {more > 0 && <p class="cb-muted">{format(texts.moreWait, { more })}</p>}
      </Card>
    </div>
  );
}
