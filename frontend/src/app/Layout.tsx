import { Menu } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
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
  const main = useRef<HTMLElement>(null);
  useFocusOnArrival(main);
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
      <a href="#main" className={styles.skip}>
        Skip to the main content
      </a>
      {!narrow && <aside className={styles.sidebar}>{sidebar}</aside>}
      {narrow && (
        <Dialog.Root open={drawer} onOpenChange={setDrawer}>
          <header className={styles.topbar}>
            <Dialog.Trigger asChild>
              <IconButton label="Open sidebar">
                <Menu />
              </IconButton>
            </Dialog.Trigger>
            {title && <h1 className={styles.title}>{title}</h1>}
          </header>
          <Dialog.Portal>
            <Dialog.Overlay className={styles.overlay} />
            <Dialog.Content
              className={styles.drawer}
              aria-describedby={undefined}
              onEscapeKeyDown={keepForField}
            >
              <Dialog.Title className="visually-hidden">Sidebar</Dialog.Title>
              {sidebar}
            </Dialog.Content>
          </Dialog.Portal>
        </Dialog.Root>
      )}
      <main ref={main} id="main" className={styles.main} tabIndex={-1}>
        {!narrow && <div className={styles.heading}>{title && <h1>{title}</h1>}</div>}
        <div className={styles.content}>{children}</div>
      </main>
    </div>
  );
}

/** Esc in a title that is being edited gives up the editing only. */
function keepForField(event: Event) {
  if (event.target instanceof Element && event.target.closest("[data-keeps-escape]")) event.preventDefault();
}

/**
 * The link or button that led to this screen is gone with the one before: unless something here takes the focus,
 * the keyboard goes on in the main pane. A page that nobody has touched yet begins at its top.
 */
function useFocusOnArrival(main: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const hasActed = navigator.userActivation?.hasBeenActive ?? false;
    if (hasActed && document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [main]);
}
