import type { ReactNode } from "react";
import type { FileInfo, ImportReport } from "../api/types";
import { formatCount, plural } from "../lib/format";
import { ImportedColumns } from "./ImportedColumns";
import { ImportProblems } from "./ImportProblems";
import styles from "./ImportReportView.module.css";
import { summaryOf } from "./importSummary";

const CHARACTERS: Record<string, string> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "vertical bar",
  " ": "space",
  '"': "double quote",
  "'": "single quote",
  "\\": "backslash",
  "\n": "line feed",
  "\r\n": "carriage return and line feed",
  "\r": "carriage return",
  "": "none",
};

export function ImportReportView({ file }: { file: FileInfo }) {
  const report = file.import_report;
  const repairs = summaryOf(report);
  return (
    <div className={styles.report}>
      <p className={styles.lead}>
        {plural(report.rows_read, "row")} {report.rows_read === 1 ? "was" : "were"} read from{" "}
        <strong>{file.filename}</strong>
        {repairs ? `; ${repairs}.` : ". Every one was taken as it stands."}
        {file.version > 1 && ` This is reading ${file.version} of the file.`}
      </p>
      <dl className={styles.facts}>
        <Fact name="Format">{report.format === "parquet" ? "Parquet" : report.format.toUpperCase()}</Fact>
        {report.encoding && <Fact name="Encoding">{report.encoding}</Fact>}
        {report.dialect && <Dialect dialect={report.dialect} />}
        {report.header && <Header header={report.header} />}
        <Fact name="Rows read">{formatCount(report.rows_read)}</Fact>
        <Fact name="Repaired">{formatCount(report.rows_repaired)}</Fact>
        <Fact name="Left out">{formatCount(report.rows_rejected)}</Fact>
        {report.values_set_null > 0 && (
          <Fact name="Values that didn't fit">{formatCount(report.values_set_null)}</Fact>
        )}
      </dl>
      {report.notes.length > 0 && (
        <section>
          <h3>Notes</h3>
          <ul className={styles.notes}>
            {report.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      {report.problems.length > 0 && <ImportProblems problems={report.problems} />}
      <ImportedColumns columns={report.columns} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Dialect({ dialect }: { dialect: NonNullable<ImportReport["dialect"]> }) {
  return (
    <>
      <Fact name="Delimiter">{characterOf(dialect.delimiter)}</Fact>
      <Fact name="Quote">{characterOf(dialect.quote)}</Fact>
      {dialect.escape !== dialect.quote && <Fact name="Escape">{characterOf(dialect.escape)}</Fact>}
      <Fact name="Line end">{characterOf(dialect.newline)}</Fact>
    </>
  );
}

function characterOf(character: string | null): string {
  if (character === null) return "none";
  const name = CHARACTERS[character];
  if (name === undefined) return character;
  return /^\S$/.test(character) ? `${name} ${character}` : name;
}

function Header({ header }: { header: NonNullable<ImportReport["header"]> }) {
  const { present, line, lines, reason } = header;
  const where = lines && lines > 1 && line ? `lines ${line} to ${line + lines - 1}` : `line ${line}`;
  return (
    <Fact name="Names of the columns">
      {present && line ? `In ${where}. ` : ""}
      {reason}
    </Fact>
  );
}
