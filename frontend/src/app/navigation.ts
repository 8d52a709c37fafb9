import type { CellReference } from "../results/ExecutionDialog";

/** Where a person can go from every screen. */
export interface Navigation {
  sessionId: string | null;
  onOpenSession(id: string): void;
  onNewChat(): void;
  onSessionDeleted(id: string): void;
  /** The tab of the sidebar that was chosen: it stays from session to session. */
  tab: SidebarTab | null;
  onTab(tab: SidebarTab): void;
}

export type SidebarTab = "data" | "history";

export type OpenExecution = (executionId: string, cell?: CellReference) => void;
