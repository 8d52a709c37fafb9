import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { focusFirstLeft, withSurroundings } from "../lib/focus";
import { IconButton } from "./Button";
import styles from "./Dialog.module.css";
import { useScrolls } from "./useScrolls";

interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  /** Read out with the title; shown above the content. */
  description?: ReactNode;
  size?: "normal" | "wide" | "full";
  /** Buttons beside the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** A modal dialog: focus is kept inside and given back, Esc and a click beside it close it. */
export function Dialog({ open, onClose, ...content }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Content {...content} />
      </Radix.Portal>
    </Radix.Root>
  );
}

function Content({
  title,
  description,
  size = "normal",
  actions,
  footer,
  children,
}: Omit<DialogProps, "open" | "onClose">) {
  // Radix gives the focus back to its own trigger only; these dialogs are opened from anywhere.
  const [opener] = useState(() => withSurroundings(document.activeElement));
  const [scrolls, body] = useScrolls();
  const describedBy = description ? {} : { "aria-describedby": undefined };
  return (
    <Radix.Content
      className={clsx(styles.content, size !== "normal" && styles[size])}
      onEscapeKeyDown={(event) => event.stopPropagation()}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        focusFirstLeft(opener);
      }}
      {...describedBy}
    >
      <div className={styles.header}>
        <Radix.Title className={styles.title}>{title}</Radix.Title>
        {actions}
        <Radix.Close asChild>
          <IconButton label="Close" small>
            <X />
          </IconButton>
        </Radix.Close>
      </div>
      <div ref={body} className={styles.body} {...(scrolls ? { tabIndex: 0 } : {})}>
        {description && <Radix.Description>{description}</Radix.Description>}
        {children}
      </div>
      {footer && <div className={styles.footer}>{footer}</div>}
    </Radix.Content>
  );
}
