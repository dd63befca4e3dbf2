import { showBalance } from "@callboard/domain/money";
import { Button } from "@callboard/ui/Button";
import { api } from "../../api.ts";
import { useResource } from "../../resource.ts";
import { place } from "../../route.ts";
import { download } from "../../shell/download.ts";
import { Page } from "../../shell/Page.tsx";
import { useViewer } from "../../shell/viewer.ts";
import { balance as texts } from "../../texts/en/balance.ts";
import { say } from "../../texts/say.ts";
import { balanceSentence } from "./balanceSentence.ts";
import { Entries } from "./Entries.tsx";
import { entriesAskedOf } from "./entriesAsked.ts";
import "./Balance.css";

/** What there is to pay with, and everything that went in and out. */
export function Balance() {
  const { locale, zone } = useViewer();
  const { query } = place.value;
  const asked = entriesAskedOf(query, zone);
  const current = useResource(["balance", "account", "lifecycle"], () => api().balance.current.query());
  const answer = current.data.value;
  const { types, ...rest } = asked;
  const filters = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  const save = () =>
    void download("/export/entries.csv", { ...filters, types: types?.join(","), zone }, texts.entries.exportName);
  return (
    <Page
      title={texts.title}
      state={
        answer && (
          <span class="balance-state" data-low={answer.inactive || undefined}>
            <strong class="balance-figure">
              {answer.money ? showBalance(answer.money, locale) : say(texts.paidBy, { agency: answer.paidBy ?? "" })}
            </strong>
            <span>{balanceSentence(answer)}</span>
          </span>
        )
      }
      action={
        <Button icon="download" onClick={save}>
          {texts.entries.export}
        </Button>
      }
    >
      <Entries asked={asked} query={query} />
    </Page>
  );
}
