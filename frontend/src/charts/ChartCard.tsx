import { Code, Maximize2 } from "lucide-react";
import { useId, useState } from "react";
import type { View } from "vega";
import type { VegaLiteSpec } from "../api/types";
import { ExecutionSource } from "../results/ExecutionSource";
import { Button, IconButton } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import styles from "./ChartCard.module.css";
import { ChartDownloads } from "./ChartDownloads";
import { VegaChart } from "./VegaChart";

interface ChartCardProps {
  sessionId: string;
  title: string;
  spec: VegaLiteSpec;
  /** The execution that its rows come from. */
  executionId: string | null;
  onOpenExecution?: (executionId: string) => void;
}

/** A chart with its title, its downloads and the query behind it. */
export function ChartCard({ sessionId, title, spec, executionId, onOpenExecution }: ChartCardProps) {
  const titleId = useId();
  const sourceId = useId();
  const [view, setView] = useState<View | null>(null);
  const [sourceShown, setSourceShown] = useState(false);
  const [enlarged, setEnlarged] = useState(false);
  return (
    <figure className={styles.card} aria-labelledby={titleId}>
      <div className={styles.header}>
        <figcaption id={titleId} className={styles.title}>
          {title}
        </figcaption>
        <IconButton label="Enlarge" small onClick={() => setEnlarged(true)}>
          <Maximize2 />
        </IconButton>
      </div>
      <VegaChart spec={spec} label={title} onView={setView} />
      <div className={styles.actions}>
        {executionId && (
          <Button
            look="quiet"
            small
            aria-expanded={sourceShown}
            aria-controls={sourceId}
            onClick={() => setSourceShown(!sourceShown)}
          >
            <Code />
            Show SQL
          </Button>
        )}
        <ChartDownloads view={view} spec={spec} title={title} />
      </div>
      <div id={sourceId} hidden={!sourceShown} className={styles.source}>
        {sourceShown && executionId && (
          <ExecutionSource
            sessionId={sessionId}
            executionId={executionId}
            {...(onOpenExecution ? { onOpen: () => onOpenExecution(executionId) } : {})}
          />
        )}
      </div>
      {enlarged && (
        <Dialog open onClose={() => setEnlarged(false)} title={title} size="full">
          <div className={styles.enlarged}>
            <VegaChart spec={spec} label={title} fill />
          </div>
        </Dialog>
      )}
    </figure>
  );
}
