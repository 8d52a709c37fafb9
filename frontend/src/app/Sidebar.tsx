import { Plus } from "lucide-react";
import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { AccountMenu } from "../auth/AccountMenu";
import { HistoryTab } from "../history/HistoryTab";
import { Button } from "../ui/Button";
import icon from "./icon.svg";
import type { Navigation, SidebarTab } from "./navigation";
import styles from "./Sidebar.module.css";

interface SidebarProps extends Navigation {
  data?: ReactNode;
  onRenamed?(id: string, title: string): void;
}

/** What the file holds, earlier conversations, and the account. */
export function Sidebar({ data, sessionId, ...on }: SidebarProps) {
  const tab = on.tab ?? (data ? "data" : "history");
  return (
    <div className={styles.sidebar}>
      <div className={styles.brand}>
        <img src={icon} alt="" width={24} height={24} />
        <span>Chat with a data file</span>
      </div>
      <div className={styles.actions}>
        <Button onClick={on.onNewChat}>
          <Plus aria-hidden />
          New chat
        </Button>
      </div>
      <Tabs.Root
        value={tab}
        onValueChange={(chosen) => on.onTab(chosen as SidebarTab)}
        className={styles.tabs}
      >
        <Tabs.List className={styles.list} aria-label="Sidebar">
          <Tabs.Trigger value="data" className={styles.trigger}>
            Data
          </Tabs.Trigger>
          <Tabs.Trigger value="history" className={styles.trigger}>
            History
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="data" className={styles.content} tabIndex={-1}>
          {data ?? <p className={styles.empty}>Upload a file to see its columns here.</p>}
        </Tabs.Content>
        <Tabs.Content value="history" className={styles.content} tabIndex={-1}>
          <HistoryTab
            currentId={sessionId}
            onOpen={on.onOpenSession}
            onDeleted={on.onSessionDeleted}
            {...(on.onRenamed ? { onRenamed: on.onRenamed } : {})}
          />
        </Tabs.Content>
      </Tabs.Root>
      <div className={styles.account}>
        <AccountMenu />
      </div>
    </div>
  );
}
