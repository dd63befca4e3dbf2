import { Button } from "@callboard/ui/Button";
import { Segmented } from "@callboard/ui/Segmented";
import { useState } from "preact/hooks";
import { type Outputs, api } from "../../data/api.ts";
import { PeriodDialog } from "../../shared/list/PeriodChip.tsx";
import { useResource } from "../../data/liveResource.ts";
import { setQuery, href, route } from "../../shared/route.ts";
import { download } from "../../shared/download.ts";
import { Loaded } from "../../shared/page/Loaded.tsx";
import { Page } from "../../shared/page/Page.tsx";
import { statements as texts } from "../../texts/en/statements.ts";
import { format } from "../../texts/format.ts";
import { MailStatementDialog } from "./MailStatementDialog.tsx";
import { Schedules } from "./Schedules.tsx";
import { SentStatements } from "./SentStatements.tsx";
import { StatementSheet } from "./StatementSheet.tsx";
import "./Statements.css";

type Periods = Outputs["statements"]["periods"];
const PERIODS = ["thisMonth", "lastMonth", "thisYear"] as const;
type PeriodChoice = (typeof PERIODS)[number] | "other";

/** Statements of any period: on the screen, in print, as PDF and as CSV. The page's address keeps the period. */
export function Statements() {
  const [page] = route.value.rest;
  if (page === "sent") return <SentStatements />;
  return page === "schedules" ? <Schedules /> : <StatementPreview />;
}

function StatementPreview() {
  const periods = useResource(["account"], () => api().statements.periods.query());
  return (
    <Loaded resource={periods} label={texts.loading} lines={12}>
      {(answer) => <ChosenStatement periods={answer} />}
    </Loaded>
  );
}

function ChosenStatement({ periods }: { periods: Periods }) {
  const { query } = route.value;
  const { first = periods.thisMonth.first, last = periods.thisMonth.last } = query;
  const [isPeriodDialogOpen, setPeriodDialogOpen] = useState(false);
  const [isMailDialogOpen, setMailDialogOpen] = useState(false);
  const statement = useResource(["balance", "account"], () => api().statements.preview.query({ first, last }), [
    first,
    last,
  ]);
  const selected: PeriodChoice =
    PERIODS.find((name) => periods[name].first === first && periods[name].last === last) ?? "other";
  const choose = (name: PeriodChoice) =>
    name === "other" ? setPeriodDialogOpen(true) : setQuery({ ...periods[name] });
  const downloadStatement = (kind: "pdf" | "csv") =>
    void download(`/export/statement.${kind}`, { first, last }, format(texts[`${kind}Name`], { first, last }));
  return (
    <Page
      title={texts.title}
      summary={texts.summary}
      action={
        <>
          <Button icon="download" onClick={() => downloadStatement("csv")}>
            {texts.csv}
          </Button>
          <Button icon="download" onClick={() => downloadStatement("pdf")}>
            {texts.pdf}
          </Button>
          <Button icon="mail" onClick={() => setMailDialogOpen(true)}>
            {texts.mail}
          </Button>
          <Button icon="print" onClick={() => print()}>
            {texts.print}
          </Button>
        </>
      }
    >
      <div class="statement-period statement-tools">
        <Segmented
          label={texts.period}
          value={selected}
          options={[...PERIODS, "other" as const].map((value) => ({ value, label: texts.periods[value] }))}
          onChange={choose}
        />
        <span class="statement-actions">
          <a href={href("statements", "schedules")}>{texts.toSchedules}</a>
          <a href={href("statements", "sent")}>{texts.toSent}</a>
        </span>
      </div>
      <Loaded resource={statement} label={texts.loading} lines={12}>
        {(answer) => <StatementSheet statement={answer} />}
      </Loaded>
      {isMailDialogOpen && <MailStatementDialog first={first} last={last} onClose={() => setMailDialogOpen(false)} />}
      {isPeriodDialogOpen && (
        <PeriodDialog
          isBothRequired
          from={first}
          to={last}
          onPick={(from, to) => setQuery({ first: from, last: to })}
          onClose={() => setPeriodDialogOpen(false)}
        />
      )}
    </Page>
  );
}
