import { Page } from "../../shell/Page.tsx";
export function Settings() { return <Page title="Settings">…</Page>; }
