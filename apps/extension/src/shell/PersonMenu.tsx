import { Avatar, initials } from "@callboard/ui/Avatar";
import { Menu } from "@callboard/ui/Menu";
import { go } from "../shared/route.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { format } from "../texts/format.ts";
import { signOut } from "../shared/signOut.ts";
import { useViewer } from "../shared/viewer.ts";

/** What concerns the person rather than the account: profile, preferences and signing out. */
export function PersonMenu() {
  const { name, email } = useViewer().me.person;
  const entries = [
    { section: email },
    { id: "profile", label: texts.profile, icon: "user", onSelect: () => go("profile") },
    { id: "preferences", label: texts.preferences, icon: "sun", onSelect: () => go("preferences") },
    { separator: true },
    { id: "out", label: texts.signOut, icon: "logout", onSelect: () => void signOut() },
  ] as const;
  return (
    <Menu
      kind="icon"
      align="end"
      label={format(texts.personMenu, { name, initials: initials(name) })}
      entries={entries}
    >
      <Avatar name={name} size="sm" decorative />
    </Menu>
  );
}
