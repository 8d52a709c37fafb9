import { type HTMLAttributes, type ReactNode, useId } from "react";
import styles from "./FormField.module.css";

interface FieldProps {
  label: string;
  value: string;
  /** The server's words about it. */
  error: string | null;
  onChange(value: string): void;
}

interface SelectFieldProps extends FieldProps {
  /** Value and words of each. */
  options: readonly [string, string][];
}

export function SelectField({ label, value, error, options, onChange }: SelectFieldProps) {
  const id = useId();
  // What an earlier request decided may be none of the usual ones.
  const all = options.some(([option]) => option === value) ? options : [...options, [value, value] as const];
  return (
    <Field id={id} label={label} error={error}>
      <select {...described(id, error)} value={value} onChange={(event) => onChange(event.target.value)}>
        {all.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface TextFieldProps extends FieldProps {
  placeholder: string;
  examples?: readonly string[];
  inputMode?: HTMLAttributes<HTMLElement>["inputMode"];
  /** More than one: a field of several lines. */
  lines?: number;
}

export function TextField({ label, value, error, examples, lines = 1, onChange, ...rest }: TextFieldProps) {
  const id = useId();
  const list = examples && `${id}-examples`;
  return (
    <Field id={id} label={label} error={error}>
      {lines > 1 ? (
        <textarea
          {...described(id, error)}
          {...rest}
          rows={lines}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          {...described(id, error)}
          {...rest}
          list={list}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {examples && (
        <datalist id={list}>
          {examples.map((example) => (
            <option key={example} value={example} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

function described(id: string, error: string | null) {
  return error ? { id, "aria-invalid": true, "aria-describedby": `${id}-error` } : { id };
}

function Field(props: { id: string; label: string; error: string | null; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={props.id}>{props.label}</label>
      {props.children}
      {props.error && (
        <p id={`${props.id}-error`} role="alert" className={styles.error}>
          {props.error}
        </p>
      )}
    </div>
  );
}
