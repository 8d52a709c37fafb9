import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "../ui/Button";
import styles from "./ColumnTypesField.module.css";
import { type ColumnType, withAnother } from "./reimport";

const TYPES = [
  "VARCHAR",
  "BOOLEAN",
  "BIGINT",
  "DOUBLE",
  "DECIMAL(18,2)",
  "DATE",
  "TIME",
  "TIMESTAMP",
  "TIMESTAMPTZ",
];

interface ColumnTypesFieldProps {
  columns: readonly string[];
  types: readonly ColumnType[];
  error: string | null;
  onChange(types: ColumnType[]): void;
}

/** Types that are decided column by column; all other columns get the type that their values agree on. */
export function ColumnTypesField({ columns, types, error, onChange }: ColumnTypesFieldProps) {
  const fieldId = useId();
  const change = (id: number, changes: Partial<ColumnType>) =>
    onChange(types.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  return (
    <fieldset className={styles.types}>
      <legend>Types of columns</legend>
      {types.map(({ id, column, type }) => (
        <div key={id} className={styles.row}>
          <select
            aria-label="Column"
            value={column}
            onChange={(event) => change(id, { column: event.target.value })}
          >
            {/* A reading with other names may be what is decided now. */}
            {!columns.includes(column) && <option value={column}>{column}</option>}
            {columns
              .filter((name) => name === column || !types.some((other) => other.column === name))
              .map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </select>
          <input
            aria-label={`Type of ${column}`}
            aria-invalid={error !== null}
            aria-describedby={error ? `${fieldId}-error` : undefined}
            list={`${fieldId}-types`}
            autoComplete="off"
            spellCheck={false}
            value={type}
            onChange={(event) => change(id, { type: event.target.value })}
          />
          <IconButton
            label={`Leave the type of ${column} to the reader`}
            onClick={() => onChange(types.filter((each) => each.id !== id))}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <datalist id={`${fieldId}-types`}>
        {TYPES.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      {error && (
        <p id={`${fieldId}-error`} role="alert" className={styles.error}>
          {error}
        </p>
      )}
      <Button
        small
        disabled={types.length >= columns.length}
        onClick={() => onChange(withAnother(types, columns))}
      >
        <Plus aria-hidden />
        Decide the type of a column
      </Button>
    </fieldset>
  );
}
