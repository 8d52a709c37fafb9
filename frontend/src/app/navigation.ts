import type { CellReference } from "../results/ExecutionDialog";

/** Where a person can go from every screen. */
export interface Navigation {
  sessionId: string | null;
  onOpenSession(id: string): void;
  onNewChat(): void;
  onSessionDeleted(id: string): void;
}

export type OpenExecution = (executionId: string, cell?: CellReference) => void;
