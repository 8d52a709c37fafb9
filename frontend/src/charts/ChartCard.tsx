import { Code, Maximize2 } from "lucide-react";
import { useCallback, useId, useRef, useState } from "react";
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
  // Not in the state: React keeps an earlier one too, and so all the elements of a chart that is gone.
  const view = useRef<View | null>(null);
  const [isDrawn, setIsDrawn] = useState(false);
  const onView = useCallback((drawn: View | null) => {
    view.current = drawn;
    setIsDrawn(drawn !== null);
  }, []);
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
      <VegaChart spec={spec} label={title} onView={onView} />
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
        <ChartDownloads view={view} isDrawn={isDrawn} spec={spec} title={title} />
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
