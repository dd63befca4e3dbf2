import { useEffect, useState } from "preact/hooks";
import { route } from "../shared/route.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { asOfIn } from "../shared/asOf.ts";
import { AsOfBanner } from "../shared/page/AsOfBanner.tsx";
import { Rail } from "./Rail.tsx";
import { PageView } from "./PageView.tsx";
import { StateBanner } from "../shared/page/StateBanner.tsx";
import { TopBar } from "./TopBar.tsx";
import { useViewer } from "../shared/viewer.ts";
import "./ConsoleLayout.css";

/** Rail, bar and the page. The page is keyed by account: nothing of the previous account may stay on the screen. */
export function ConsoleLayout() {
  const { account } = useViewer();
  const [railOpen, setRailOpen] = useState(false);
  const { page } = route.value;
  const at = asOfIn(account.id);
  useEffect(() => setRailOpen(false), [page, account.id]);
  return (
    <div
      class="frame"
      onKeyDown={(event) => {
        if (event.key === "Escape" && railOpen) setRailOpen(false);
      }}
    >
      <a
        class="console-layout-skip"
        href="#main"
        onClick={(event) => {
          // The part after the # is the page's address.
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {texts.skip}
      </a>
      <Rail open={railOpen} current={page} />
      {railOpen && <div class="console-layout-veil" onClick={() => setRailOpen(false)} />}
      <TopBar railOpen={railOpen} onRail={() => setRailOpen(!railOpen)} />
      <main class="console-layout-main" id="main" tabIndex={-1}>
        {at !== null && <AsOfBanner at={at} isActive />}
        <StateBanner />
        <PageView key={`${account.id} ${at ?? ""}`} page={page} />
      </main>
    </div>
  );
}
