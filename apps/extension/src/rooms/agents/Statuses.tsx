import { Page } from "../../shell/Page.tsx";
export function Statuses() { return <Page title="Statuses">…</Page>; }
