import { type FormEvent, useState } from "react";
import { ApiError, errorMessage } from "../api/client";
import type { FileInfo } from "../api/types";
import { Alert } from "../ui/Alert";
import { ColumnTypesField } from "./ColumnTypesField";
import { SelectField, TextField } from "./FormField";
import styles from "./ReimportForm.module.css";
import {
  AUTO,
  bodyOf,
  type ColumnType,
  errorOf,
  fieldsOf,
  NONE,
  type ReimportFields,
  typesOf,
} from "./reimport";

const BY_ITSELF: [string, string] = [AUTO, "Find out"];
const DELIMITERS: [string, string][] = [
  BY_ITSELF,
  [",", "Comma ,"],
  [";", "Semicolon ;"],
  ["\t", "Tab"],
  ["|", "Vertical bar |"],
  [":", "Colon :"],
  [" ", "Space"],
  ["^", "Caret ^"],
  ["~", "Tilde ~"],
];
const QUOTES: [string, string][] = [
  BY_ITSELF,
  ['"', 'Double quote "'],
  ["'", "Single quote '"],
  [NONE, "Nothing is quoted"],
];
const HEADERS: [string, string][] = [BY_ITSELF, ["yes", "The first line"], ["no", "Nowhere"]];
const DECIMALS: [string, string][] = [BY_ITSELF, [".", "Point 1.5"], [",", "Comma 1,5"]];
const THOUSANDS: [string, string][] = [
  BY_ITSELF,
  [",", "Comma 1,000"],
  [".", "Point 1.000"],
  [" ", "Space 1 000"],
  ["'", "Apostrophe 1'000"],
  [NONE, "None 1000"],
];
const ENCODINGS = ["utf-8", "windows-1252", "iso-8859-1", "utf-16", "shift_jis", "gb18030", "windows-1251"];
const DATE_FORMATS = ["day_first", "month_first", "%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y"];

interface ReimportFormProps {
  /** Of the form, for the button that sends it. */
  id: string;
  file: FileInfo;
  /** Why the last try came to nothing. */
  error: Error | null;
  onSubmit(decisions: Record<string, unknown>): void;
}

/** Decisions about the reading. Whatever is left alone, the reader decides. */
export function ReimportForm({ id, file, error, onSubmit }: ReimportFormProps) {
  const [fields, setFields] = useState(() => fieldsOf(file.options));
  const [types, setTypes] = useState<ColumnType[]>(() => typesOf(file.options));
  const field = (name: keyof ReimportFields) => ({
    value: fields[name],
    error: errorOf(error, name),
    onChange: (value: string) => setFields({ ...fields, [name]: value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(bodyOf(fields, types));
  };
  return (
    <form ref={begin} id={id} className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.lead}>
        The conversation stays. What you leave as it is, the reader finds out by itself.
      </p>
      {error && !hasFieldErrors(error) && <Alert>{errorMessage(error)}</Alert>}
      <div className={styles.grid}>
        <TextField label="Encoding" placeholder="Find out" examples={ENCODINGS} {...field("encoding")} />
        <SelectField label="Delimiter" options={DELIMITERS} {...field("delimiter")} />
        <SelectField label="Quote" options={QUOTES} {...field("quote")} />
        <SelectField label="Names of the columns" options={HEADERS} {...field("header")} />
        <TextField
          label="Lines to skip at the top"
          placeholder="Find out"
          inputMode="numeric"
          {...field("skip_lines")}
        />
        <TextField label="Dates" placeholder="Find out" examples={DATE_FORMATS} {...field("date_format")} />
        <SelectField label="Decimals" options={DECIMALS} {...field("decimal")} />
        <SelectField label="Thousands" options={THOUSANDS} {...field("thousands")} />
      </div>
      <TextField
        label="Texts that mean a missing value, one on each line"
        placeholder="The usual ones, such as n/a"
        lines={3}
        {...field("null_values")}
      />
      <ColumnTypesField
        columns={file.columns}
        types={types}
        error={errorOf(error, "types")}
        onChange={setTypes}
      />
    </form>
  );
}

/** The form takes the place of the report, which may have been scrolled down. */
function begin(form: HTMLFormElement | null): void {
  form?.scrollIntoView();
  form?.querySelector("input")?.focus({ preventScroll: true });
}

function hasFieldErrors(error: Error): boolean {
  return error instanceof ApiError && Object.keys(error.errors).length > 0;
}
