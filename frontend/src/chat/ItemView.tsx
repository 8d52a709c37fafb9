import { memo } from "react";
import { ChartCard } from "../charts/ChartCard";
import { ResultCard } from "../results/ResultCard";
import { Alert } from "../ui/Alert";
import { PartBoundary } from "../ui/PartBoundary";
import type { Item } from "./state/types";
import { TextMessage } from "./TextMessage";
import type { OpenExecution } from "./types";

interface ItemViewProps {
  sessionId: string;
  item: Item;
  /** More of this text may come. */
  streaming: boolean;
  /** This text ended in the middle. */
  cutOff: boolean;
  initiallyOpen: boolean;
  onOpenExecution: OpenExecution;
}

/** One that breaks leaves the rest of the conversation alone. */
export const ItemView = memo(function ItemView(props: ItemViewProps) {
  return (
    <PartBoundary>
      <ItemContent {...props} />
    </PartBoundary>
  );
});

function ItemContent(props: ItemViewProps) {
  const { sessionId, item, streaming, cutOff, initiallyOpen, onOpenExecution } = props;
  switch (item.kind) {
    case "text":
      return <TextMessage item={item} streaming={streaming} cutOff={cutOff} />;
    case "plot":
      return (
        <ChartCard
          sessionId={sessionId}
          title={item.title}
          spec={item.spec}
          executionId={item.executionId}
          onOpenExecution={onOpenExecution}
        />
      );
    case "result":
      return (
        <ResultCard
          sessionId={sessionId}
          result={item.result}
          initiallyOpen={initiallyOpen}
          onOpenExecution={onOpenExecution}
        />
      );
    case "error":
      return <Alert quiet>{item.message}</Alert>;
  }
}
