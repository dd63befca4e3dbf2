import { Page } from "../../shell/Page.tsx";
export function LatestChanges() { return <Page title="LatestChanges">…</Page>; }
