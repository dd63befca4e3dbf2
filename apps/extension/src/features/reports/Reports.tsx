import { mayOpen, useViewer } from "../../shared/viewer.ts";
import { route } from "../../shared/route.ts";
import { AgentReport } from "./AgentReport.tsx";
import { CallsReport } from "./calls/CallsReport.tsx";
import { CALLS_VIEW } from "./ReportTabs.tsx";
import { TeamReport } from "./TeamReport.tsx";
import "./Reports.css";

/**
 * Time in statuses, and calls: everybody's for those who may see it, with each agent's days below it; one's own for the
 * others.
 */
export function Reports() {
  const { account, me } = useViewer();
  const [person] = route.value.rest;
  const readsOthers = mayOpen(account, "read others' time");
  if (person === CALLS_VIEW) return <CallsReport isOwn={!readsOthers} />;
  if (!readsOthers) return <AgentReport key={me.person.id} person={me.person.id} isOnly />;
  return person === undefined ? <TeamReport /> : <AgentReport key={person} person={person} />;
}
