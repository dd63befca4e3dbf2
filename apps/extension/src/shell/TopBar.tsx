import { IconButton } from "@callboard/ui/IconButton";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { AccountSwitcher } from "./AccountSwitcher.tsx";
import { asOfIn } from "../shared/asOf.ts";
import { useViewer } from "../shared/viewer.ts";
import { AlertBell } from "./AlertBell.tsx";
import { LiveIndicator } from "./LiveIndicator.tsx";
import { PersonMenu } from "./PersonMenu.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";
import "./TopBar.css";

/** The bar above every page: the account, whether the page is live, the theme and the person. */
export function TopBar({ railOpen, onRail }: { railOpen: boolean; onRail: () => void }) {
  const { account } = useViewer();
  return (
    <header class="bar" aria-label={texts.topBar}>
      <span class="bar-rail">
        <IconButton
          icon="list"
          label={railOpen ? texts.hideNav : texts.showNav}
          aria-expanded={railOpen}
          aria-controls="rail"
          onClick={onRail}
        />
      </span>
      <AccountSwitcher />
      <span class="bar-space" />
      <LiveIndicator />
      {/* Nothing that agents could do is an alert. */}
      {account.role !== "agent" && asOfIn(account.id) === null && <AlertBell key={account.id} />}
      <ThemeMenu />
      <PersonMenu />
    </header>
  );
}
