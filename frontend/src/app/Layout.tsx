import { Menu } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useMediaQuery } from "../lib/useMediaQuery";
import { IconButton } from "../ui/Button";
import styles from "./Layout.module.css";
import type { Navigation } from "./navigation";
import { Sidebar } from "./Sidebar";

interface LayoutProps extends Navigation {
  title: string;
  /** The Data tab, when a file is open. */
  data?: ReactNode;
  onRenamed?(id: string, title: string): void;
  children: ReactNode;
}

/** Sidebar and main pane; on narrow screens the sidebar is a drawer. */
export function Layout({ title, data, onRenamed, children, ...navigation }: LayoutProps) {
  const narrow = useMediaQuery("(max-width: 900px)");
  const [drawer, setDrawer] = useState(false);
  const close = () => setDrawer(false);
  const sidebar = (
    <Sidebar
      {...navigation}
      data={data}
      {...(onRenamed ? { onRenamed } : {})}
      onOpenSession={(id) => {
        close();
        navigation.onOpenSession(id);
      }}
      onNewChat={() => {
        close();
        navigation.onNewChat();
      }}
    />
  );
  return (
    <div className={styles.layout}>
      {!narrow && <aside className={styles.sidebar}>{sidebar}</aside>}
      {narrow && (
        <Dialog.Root open={drawer} onOpenChange={setDrawer}>
          <header className={styles.topbar}>
            <Dialog.Trigger asChild>
              <IconButton label="Open sidebar">
                <Menu />
              </IconButton>
            </Dialog.Trigger>
            <h1 className={styles.title}>{title}</h1>
          </header>
          <Dialog.Portal>
            <Dialog.Overlay className={styles.overlay} />
            <Dialog.Content className={styles.drawer} aria-describedby={undefined}>
              <Dialog.Title className="visually-hidden">Sidebar</Dialog.Title>
              {sidebar}
            </Dialog.Content>
          </Dialog.Portal>
        </Dialog.Root>
      )}
      <main className={styles.main}>
        {!narrow && title && <h1 className={styles.heading}>{title}</h1>}
        <div className={styles.content}>{children}</div>
      </main>
    </div>
  );
}
