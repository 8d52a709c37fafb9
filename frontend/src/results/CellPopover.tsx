import { Popover } from "radix-ui";
import { useMemo } from "react";
import { CopyButton } from "../ui/CopyButton";
import styles from "./CellPopover.module.css";
import { EMPTY_TEXT, fullText } from "./values";

interface CellPopoverProps {
  anchorId: string;
  column: string;
  value: unknown;
  onClose(): void;
  onReturnFocus(): void;
}

/** A cell's value in full, where the cell has no room for it. */
export function CellPopover({ anchorId, column, value, onClose, onReturnFocus }: CellPopoverProps) {
  const anchor = useMemo(
    () => ({
      current: {
        getBoundingClientRect: () =>
          document.getElementById(anchorId)?.getBoundingClientRect() ?? new DOMRect(),
      },
    }),
    [anchorId],
  );
  const text = typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : fullText(value);
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className={styles.popover}
          aria-label={column}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onEscapeKeyDown={(event) => event.stopPropagation()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onReturnFocus();
          }}
        >
          <div className={styles.header}>
            <span className={styles.column}>{column}</span>
            <CopyButton text={fullText(value)} label="Copy value" />
          </div>
          <div className={styles.value}>{text === "" ? <em>{missingWord(value)}</em> : text}</div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const missingWord = (value: unknown) => (value === "" ? EMPTY_TEXT : "no value");
