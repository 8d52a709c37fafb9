import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";
import styles from "./Field.module.css";

export interface FieldProps extends Omit<ComponentProps<"input">, "id" | "className"> {
  label: string;
  name: string;
  /** A sentence below, until there is an error. */
  hint?: string | undefined;
  error?: string | undefined;
  /** A button inside, at the end. */
  action?: ReactNode;
}

/** A labelled text field with its hint or its error below. */
export function Field({ label, hint, error, action, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.box}>
        <input
          {...input}
          id={id}
          className={clsx(styles.input, action && styles.withAction)}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
        />
        {action}
      </div>
      {note && (
        <p id={`${id}-note`} className={clsx(styles.note, error && styles.error)}>
          {note}
        </p>
      )}
    </div>
  );
}
