import { Page } from "../shell/Page.tsx";
export function Overview() { return <Page title="Overview">…</Page>; }
